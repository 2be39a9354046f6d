//! Pages of the fake that are not part of the API: its state, and the document. They need no token, count against no limit,
//! are not in the journal, and no fault hits them.

mod html;

use std::time::Duration;

use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderValue};
use http::{Method, StatusCode};
use serde_json::Value;

use self::html::{Page, Table};
use crate::api::journal::Recorded;
use crate::api::reply::Reply;
use crate::fake::VerdaFake;
use crate::model::serverless::workload::{Kind, Workload};

/// Requests that the page shows.
const RECENT_REQUESTS: usize = 25;

impl VerdaFake {
    /// The response to a request for one of the fake's own pages.
    pub(crate) fn own_page(&self, method: &Method, path: &str) -> Option<Reply> {
        match (method, path) {
            (&Method::GET | &Method::HEAD, "/") => Some(self.page()),
            (&Method::GET | &Method::HEAD, "/v1/openapi.json") => {
                Some(Reply::raw_json(StatusCode::OK, self.config().document.text.clone()))
            }
            _ => None,
        }
    }

    fn page(&self) -> Reply {
        let page = self.write_page();
        // The page loads and runs nothing, even if a request has put HTML into the state.
        let policy = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'");
        Reply::html_page(StatusCode::OK, page)
            .with_header(CONTENT_SECURITY_POLICY, policy)
            .with_header(CACHE_CONTROL, HeaderValue::from_static("no-store"))
    }

    /// Shows selected members only, because the state holds tokens and other secrets.
    fn write_page(&self) -> String {
        let clock = self.clock();
        let (now, real_now) = (clock.machine(), clock.real());
        let mut page = Page::new("Verda, faked");
        page.paragraph(&format!(
            "{} by the machines' clock, {} s after the start. Balance: {:.2} US dollars.{}",
            clock.timestamp(now),
            real_now.as_secs(),
            self.balance(),
            if self.config().strict { " Strict." } else { "" },
        ));
        page.table(&instances(&self.instances()));
        page.table(&clusters(&self.clusters()));
        page.table(&volumes(&self.volumes()));
        self.write_serverless(&mut page);
        page.table(&self.limits(real_now));
        page.table(&self.recent_requests());
        page.finish()
    }

    fn write_serverless(&self, page: &mut Page) {
        let (mut state, now) = self.state_now();
        state.project.serverless.settle(now);
        let serverless = &state.project.serverless;
        let mut table = Table::new("Container deployments", &["name", "status", "compute", "replicas", "image"]);
        for deployment in serverless.deployments.iter() {
            let mut row = workload_cells(deployment, serverless.shown_status(deployment, now));
            row.insert(3, deployment.replicas(now, serverless.pace()).to_string());
            table.row(row);
        }
        page.table(&table);
        let mut table = Table::new("Jobs", &["name", "status", "compute", "image"]);
        for job in serverless.jobs.iter() {
            table.row(workload_cells(job, serverless.shown_status(job, now)));
        }
        page.table(&table);
    }

    fn limits(&self, real_now: Duration) -> Table {
        let mut table = Table::new("Rate limits", &["of", "used", "of at most", "for another"]);
        if let Some(limits) = self.config().rate_limits {
            for window in self.state().limiter.open_windows(limits, real_now) {
                let left = format!("{} s", window.seconds_left);
                table.row(vec![window.name, window.used.to_string(), window.limit.to_string(), left]);
            }
        }
        table
    }

    /// The newest first. Neither queries nor headers nor bodies: they may hold secrets.
    fn recent_requests(&self) -> Table {
        let mut table = Table::new("Recent requests", &["after", "method", "path", "status"]);
        let row = |request: &Recorded| {
            let status = request.status.map_or_else(|| "no response".to_owned(), |status| status.as_u16().to_string());
            let after = format!("{:.3} s", request.at.as_secs_f64());
            vec![after, request.method.to_string(), request.path.clone(), status]
        };
        for request in self.journal().newest(RECENT_REQUESTS) {
            table.row(row(request));
        }
        table
    }
}

fn workload_cells<K: Kind>(workload: &Workload<K>, status: &str) -> Vec<String> {
    vec![workload.name.clone(), status.to_owned(), workload.compute_text(), workload.image().to_owned()]
}

/// Members of an object as texts; what is null or not there is empty.
fn cells(object: &Value, members: &[&str]) -> Vec<String> {
    let text = |member: &&str| match &object[*member] {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    members.iter().map(text).collect()
}

fn table_of(title: &str, objects: &[Value], members: &[&str]) -> Table {
    let mut table = Table::new(title, members);
    for object in objects {
        table.row(cells(object, members));
    }
    table
}

fn instances(instances: &[Value]) -> Table {
    let members = ["id", "hostname", "status", "instance_type", "location", "ip", "price_per_hour"];
    table_of("Instances", instances, &members)
}

fn clusters(clusters: &[Value]) -> Table {
    let members = ["id", "hostname", "status", "cluster_type", "location", "ip", "price_per_hour"];
    table_of("Clusters", clusters, &members)
}

fn volumes(volumes: &[Value]) -> Table {
    let members = ["id", "name", "status", "type", "size", "location", "instance_id"];
    table_of("Volumes", volumes, &members)
}
