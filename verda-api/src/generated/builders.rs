// Generated from an OpenAPI document; changes are lost.

#[allow(unused_imports)]
use super::{Bytes, Error, ResponseValue, operations, types};

/// Request builder for [`Client::get_balance`](super::Client::get_balance).
#[must_use = "no request is sent until the builder is awaited"]
pub struct GetBalance<'a> {
    client: &'a super::Client,
}

impl<'a> GetBalance<'a> {
    #[inline]
    pub(super) fn new(client: &'a super::Client) -> Self {
        Self { client }
    }
    /// Sends `GET /v1/balance`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<types::Balance>, Error> {
        let Self { client } = self;
        let request = client
            .request(&operations::GET_BALANCE)
            .path("/v1/balance")
            .build()?;
        let response = client.exec(request, &operations::GET_BALANCE).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(GetBalance, types::Balance);

/// Request builder for [`Client::list_cluster_availability`](super::Client::list_cluster_availability).
#[must_use = "no request is sent until the builder is awaited"]
pub struct ListClusterAvailability<'a> {
    client: &'a super::Client,
    location_code: Result<Option<::std::string::String>, String>,
}

impl<'a> ListClusterAvailability<'a> {
    #[inline]
    pub(super) fn new(client: &'a super::Client) -> Self {
        Self {
            client,
            location_code: Ok(None),
        }
    }
    /// Check availability for a specific location code. By default, all locations are checked. For example `FIN-03`.
    pub fn location_code<Form>(
        mut self,
        value: impl crate::runtime::IntoOptional<::std::string::String, Form>,
    ) -> Self {
        self.location_code = value.into_optional("location_code");
        self
    }
    /// Sends `GET /v1/cluster-availability`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::ClusterAvailability>>, Error> {
        let Self { client, location_code } = self;
        let request = client
            .request(&operations::LIST_CLUSTER_AVAILABILITY)
            .path("/v1/cluster-availability")
            .query("location_code", &location_code)
            .build()?;
        let response = client
            .exec(request, &operations::LIST_CLUSTER_AVAILABILITY)
            .await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(
    ListClusterAvailability, ::std::vec::Vec < types::ClusterAvailability >
);

/// Request builder for [`Client::check_cluster_availability`](super::Client::check_cluster_availability).
#[must_use = "no request is sent until the builder is awaited"]
pub struct CheckClusterAvailability<'a> {
    client: &'a super::Client,
    cluster_type: Result<::std::string::String, String>,
    location_code: Result<Option<::std::string::String>, String>,
}

impl<'a> CheckClusterAvailability<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        cluster_type: impl crate::runtime::IntoArgument<::std::string::String>,
    ) -> Self {
        Self {
            client,
            cluster_type: cluster_type.into_argument("cluster_type"),
            location_code: Ok(None),
        }
    }
    /// Check availability for a specific location code. By default, all locations are checked. For example `FIN-03`.
    pub fn location_code<Form>(
        mut self,
        value: impl crate::runtime::IntoOptional<::std::string::String, Form>,
    ) -> Self {
        self.location_code = value.into_optional("location_code");
        self
    }
    /// Sends `GET /v1/cluster-availability/{cluster_type}`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<bool>, Error> {
        let Self { client, cluster_type, location_code } = self;
        let request = client
            .request(&operations::CHECK_CLUSTER_AVAILABILITY)
            .path("/v1/cluster-availability/")
            .segment(&cluster_type)
            .query("location_code", &location_code)
            .build()?;
        let response = client
            .exec(request, &operations::CHECK_CLUSTER_AVAILABILITY)
            .await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(CheckClusterAvailability, bool);

/// Request builder for [`Client::list_cluster_types`](super::Client::list_cluster_types).
#[must_use = "no request is sent until the builder is awaited"]
pub struct ListClusterTypes<'a> {
    client: &'a super::Client,
    currency: Result<Option<crate::types::Currency>, String>,
}

impl<'a> ListClusterTypes<'a> {
    #[inline]
    pub(super) fn new(client: &'a super::Client) -> Self {
        Self { client, currency: Ok(None) }
    }
    /// Currency to get the price for cluster types. The API's default: `usd`.
    pub fn currency<Form>(
        mut self,
        value: impl crate::runtime::IntoOptional<crate::types::Currency, Form>,
    ) -> Self {
        self.currency = value.into_optional("currency");
        self
    }
    /// Sends `GET /v1/cluster-types`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::ClusterType>>, Error> {
        let Self { client, currency } = self;
        let request = client
            .request(&operations::LIST_CLUSTER_TYPES)
            .path("/v1/cluster-types")
            .query("currency", &currency)
            .build()?;
        let response = client.exec(request, &operations::LIST_CLUSTER_TYPES).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(ListClusterTypes, ::std::vec::Vec < types::ClusterType >);

/// Request builder for [`Client::list_clusters`](super::Client::list_clusters).
#[must_use = "no request is sent until the builder is awaited"]
pub struct ListClusters<'a> {
    client: &'a super::Client,
}

impl<'a> ListClusters<'a> {
    #[inline]
    pub(super) fn new(client: &'a super::Client) -> Self {
        Self { client }
    }
    /// Sends `GET /v1/clusters`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::Cluster>>, Error> {
        let Self { client } = self;
        let request = client
            .request(&operations::LIST_CLUSTERS)
            .path("/v1/clusters")
            .build()?;
        let response = client.exec(request, &operations::LIST_CLUSTERS).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(ListClusters, ::std::vec::Vec < types::Cluster >);

/// Request builder for [`Client::perform_cluster_actions`](super::Client::perform_cluster_actions).
#[must_use = "no request is sent until the builder is awaited"]
pub struct PerformClusterActions<'a> {
    client: &'a super::Client,
    body: Result<types::PerformClusterActions, String>,
}

impl<'a> PerformClusterActions<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        body: impl crate::runtime::IntoArgument<types::PerformClusterActions>,
    ) -> Self {
        Self {
            client,
            body: body.into_argument("body"),
        }
    }
    /// Sends `PUT /v1/clusters`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<()>, Error> {
        let Self { client, body } = self;
        let request = client
            .request(&operations::PERFORM_CLUSTER_ACTIONS)
            .path("/v1/clusters")
            .json(body)
            .build()?;
        let response = client.exec(request, &operations::PERFORM_CLUSTER_ACTIONS).await?;
        Ok(ResponseValue::empty(response))
    }
}
crate::runtime::into_future!(PerformClusterActions, ());

/// Request builder for [`Client::deploy_cluster`](super::Client::deploy_cluster).
#[must_use = "no request is sent until the builder is awaited"]
pub struct DeployCluster<'a> {
    client: &'a super::Client,
    body: Result<types::DeployCluster, String>,
}

impl<'a> DeployCluster<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        body: impl crate::runtime::IntoArgument<types::DeployCluster>,
    ) -> Self {
        Self {
            client,
            body: body.into_argument("body"),
        }
    }
    /// Sends `POST /v1/clusters`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<types::DeployedCluster>, Error> {
        let Self { client, body } = self;
        let request = client
            .request(&operations::DEPLOY_CLUSTER)
            .path("/v1/clusters")
            .json(body)
            .build()?;
        let response = client.exec(request, &operations::DEPLOY_CLUSTER).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(DeployCluster, types::DeployedCluster);

/// Request builder for [`Client::perform_cluster_node_action`](super::Client::perform_cluster_node_action).
#[must_use = "no request is sent until the builder is awaited"]
pub struct PerformClusterNodeAction<'a> {
    client: &'a super::Client,
    cluster_id: Result<crate::types::ClusterId, String>,
    node_id: Result<crate::types::ClusterNodeId, String>,
    body: Result<types::PerformClusterNodeAction, String>,
}

impl<'a> PerformClusterNodeAction<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        cluster_id: impl crate::runtime::IntoArgument<crate::types::ClusterId>,
        node_id: impl crate::runtime::IntoArgument<crate::types::ClusterNodeId>,
        body: impl crate::runtime::IntoArgument<types::PerformClusterNodeAction>,
    ) -> Self {
        Self {
            client,
            cluster_id: cluster_id.into_argument("cluster_id"),
            node_id: node_id.into_argument("node_id"),
            body: body.into_argument("body"),
        }
    }
    /// Sends `POST /v1/clusters/{clusterId}/nodes/{nodeId}/actions`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<()>, Error> {
        let Self { client, cluster_id, node_id, body } = self;
        let request = client
            .request(&operations::PERFORM_CLUSTER_NODE_ACTION)
            .path("/v1/clusters/")
            .segment(&cluster_id)
            .path("/nodes/")
            .segment(&node_id)
            .path("/actions")
            .json(body)
            .build()?;
        let response = client
            .exec(request, &operations::PERFORM_CLUSTER_NODE_ACTION)
            .await?;
        Ok(ResponseValue::empty(response))
    }
}
crate::runtime::into_future!(PerformClusterNodeAction, ());

/// Request builder for [`Client::get_cluster`](super::Client::get_cluster).
#[must_use = "no request is sent until the builder is awaited"]
pub struct GetCluster<'a> {
    client: &'a super::Client,
    id: Result<crate::types::ClusterId, String>,
}

impl<'a> GetCluster<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        id: impl crate::runtime::IntoArgument<crate::types::ClusterId>,
    ) -> Self {
        Self {
            client,
            id: id.into_argument("id"),
        }
    }
    /// Sends `GET /v1/clusters/{id}`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<types::Cluster>, Error> {
        let Self { client, id } = self;
        let request = client
            .request(&operations::GET_CLUSTER)
            .path("/v1/clusters/")
            .segment(&id)
            .build()?;
        let response = client.exec(request, &operations::GET_CLUSTER).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(GetCluster, types::Cluster);

/// Request builder for [`Client::list_container_deployments`](super::Client::list_container_deployments).
#[must_use = "no request is sent until the builder is awaited"]
pub struct ListContainerDeployments<'a> {
    client: &'a super::Client,
}

impl<'a> ListContainerDeployments<'a> {
    #[inline]
    pub(super) fn new(client: &'a super::Client) -> Self {
        Self { client }
    }
    /// Sends `GET /v1/container-deployments`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::ContainerDeployment>>, Error> {
        let Self { client } = self;
        let request = client
            .request(&operations::LIST_CONTAINER_DEPLOYMENTS)
            .path("/v1/container-deployments")
            .build()?;
        let response = client
            .exec(request, &operations::LIST_CONTAINER_DEPLOYMENTS)
            .await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(
    ListContainerDeployments, ::std::vec::Vec < types::ContainerDeployment >
);

/// Request builder for [`Client::create_container_deployment`](super::Client::create_container_deployment).
#[must_use = "no request is sent until the builder is awaited"]
pub struct CreateContainerDeployment<'a> {
    client: &'a super::Client,
    body: Result<types::CreateContainerDeployment, String>,
}

impl<'a> CreateContainerDeployment<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        body: impl crate::runtime::IntoArgument<types::CreateContainerDeployment>,
    ) -> Self {
        Self {
            client,
            body: body.into_argument("body"),
        }
    }
    /// Sends `POST /v1/container-deployments`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<types::ContainerDeployment>, Error> {
        let Self { client, body } = self;
        let request = client
            .request(&operations::CREATE_CONTAINER_DEPLOYMENT)
            .path("/v1/container-deployments")
            .json(body)
            .build()?;
        let response = client
            .exec(request, &operations::CREATE_CONTAINER_DEPLOYMENT)
            .await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(CreateContainerDeployment, types::ContainerDeployment);

/// Request builder for [`Client::get_container_deployment`](super::Client::get_container_deployment).
#[must_use = "no request is sent until the builder is awaited"]
pub struct GetContainerDeployment<'a> {
    client: &'a super::Client,
    deployment_name: Result<crate::types::ContainerDeploymentName, String>,
}

impl<'a> GetContainerDeployment<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        deployment_name: impl crate::runtime::IntoArgument<
            crate::types::ContainerDeploymentName,
        >,
    ) -> Self {
        Self {
            client,
            deployment_name: deployment_name.into_argument("deployment_name"),
        }
    }
    /// Sends `GET /v1/container-deployments/{deployment_name}`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<types::ContainerDeployment>, Error> {
        let Self { client, deployment_name } = self;
        let request = client
            .request(&operations::GET_CONTAINER_DEPLOYMENT)
            .path("/v1/container-deployments/")
            .segment(&deployment_name)
            .build()?;
        let response = client
            .exec(request, &operations::GET_CONTAINER_DEPLOYMENT)
            .await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(GetContainerDeployment, types::ContainerDeployment);

/// Request builder for [`Client::delete_container_deployment`](super::Client::delete_container_deployment).
#[must_use = "no request is sent until the builder is awaited"]
pub struct DeleteContainerDeployment<'a> {
    client: &'a super::Client,
    deployment_name: Result<crate::types::ContainerDeploymentName, String>,
    timeout: Result<Option<u64>, String>,
}

impl<'a> DeleteContainerDeployment<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        deployment_name: impl crate::runtime::IntoArgument<
            crate::types::ContainerDeploymentName,
        >,
    ) -> Self {
        Self {
            client,
            deployment_name: deployment_name.into_argument("deployment_name"),
            timeout: Ok(None),
        }
    }
    /// Maximum time to wait for deployment deletion in milliseconds. Set to 0 to skip waiting. The API's default: `60000`. From 0 to 300000.
    pub fn timeout<Form>(
        mut self,
        value: impl crate::runtime::IntoOptional<u64, Form>,
    ) -> Self {
        self.timeout = value.into_optional("timeout");
        self
    }
    /// Sends `DELETE /v1/container-deployments/{deployment_name}`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<()>, Error> {
        let Self { client, deployment_name, timeout } = self;
        let request = client
            .request(&operations::DELETE_CONTAINER_DEPLOYMENT)
            .path("/v1/container-deployments/")
            .segment(&deployment_name)
            .query("timeout", &timeout)
            .build()?;
        let response = client
            .exec(request, &operations::DELETE_CONTAINER_DEPLOYMENT)
            .await?;
        Ok(ResponseValue::empty(response))
    }
}
crate::runtime::into_future!(DeleteContainerDeployment, ());

/// Request builder for [`Client::update_container_deployment`](super::Client::update_container_deployment).
#[must_use = "no request is sent until the builder is awaited"]
pub struct UpdateContainerDeployment<'a> {
    client: &'a super::Client,
    deployment_name: Result<crate::types::ContainerDeploymentName, String>,
    body: Result<types::UpdateContainerDeployment, String>,
}

impl<'a> UpdateContainerDeployment<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        deployment_name: impl crate::runtime::IntoArgument<
            crate::types::ContainerDeploymentName,
        >,
        body: impl crate::runtime::IntoArgument<types::UpdateContainerDeployment>,
    ) -> Self {
        Self {
            client,
            deployment_name: deployment_name.into_argument("deployment_name"),
            body: body.into_argument("body"),
        }
    }
    /// Sends `PATCH /v1/container-deployments/{deployment_name}`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<types::ContainerDeployment>, Error> {
        let Self { client, deployment_name, body } = self;
        let request = client
            .request(&operations::UPDATE_CONTAINER_DEPLOYMENT)
            .path("/v1/container-deployments/")
            .segment(&deployment_name)
            .json(body)
            .build()?;
        let response = client
            .exec(request, &operations::UPDATE_CONTAINER_DEPLOYMENT)
            .await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(UpdateContainerDeployment, types::ContainerDeployment);

/// Request builder for [`Client::list_container_deployment_environment_variables`](super::Client::list_container_deployment_environment_variables).
#[must_use = "no request is sent until the builder is awaited"]
pub struct ListContainerDeploymentEnvironmentVariables<'a> {
    client: &'a super::Client,
    deployment_name: Result<crate::types::ContainerDeploymentName, String>,
}

impl<'a> ListContainerDeploymentEnvironmentVariables<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        deployment_name: impl crate::runtime::IntoArgument<
            crate::types::ContainerDeploymentName,
        >,
    ) -> Self {
        Self {
            client,
            deployment_name: deployment_name.into_argument("deployment_name"),
        }
    }
    /// Sends `GET /v1/container-deployments/{deployment_name}/environment-variables`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::ContainerEnvironment>>, Error> {
        let Self { client, deployment_name } = self;
        let request = client
            .request(&operations::LIST_CONTAINER_DEPLOYMENT_ENVIRONMENT_VARIABLES)
            .path("/v1/container-deployments/")
            .segment(&deployment_name)
            .path("/environment-variables")
            .build()?;
        let response = client
            .exec(request, &operations::LIST_CONTAINER_DEPLOYMENT_ENVIRONMENT_VARIABLES)
            .await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(
    ListContainerDeploymentEnvironmentVariables, ::std::vec::Vec <
    types::ContainerEnvironment >
);

/// Request builder for [`Client::add_container_deployment_environment_variables`](super::Client::add_container_deployment_environment_variables).
#[must_use = "no request is sent until the builder is awaited"]
pub struct AddContainerDeploymentEnvironmentVariables<'a> {
    client: &'a super::Client,
    deployment_name: Result<crate::types::ContainerDeploymentName, String>,
    body: Result<types::SetEnvironmentVariables, String>,
}

impl<'a> AddContainerDeploymentEnvironmentVariables<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        deployment_name: impl crate::runtime::IntoArgument<
            crate::types::ContainerDeploymentName,
        >,
        body: impl crate::runtime::IntoArgument<types::SetEnvironmentVariables>,
    ) -> Self {
        Self {
            client,
            deployment_name: deployment_name.into_argument("deployment_name"),
            body: body.into_argument("body"),
        }
    }
    /// Sends `POST /v1/container-deployments/{deployment_name}/environment-variables`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::ContainerEnvironment>>, Error> {
        let Self { client, deployment_name, body } = self;
        let request = client
            .request(&operations::ADD_CONTAINER_DEPLOYMENT_ENVIRONMENT_VARIABLES)
            .path("/v1/container-deployments/")
            .segment(&deployment_name)
            .path("/environment-variables")
            .json(body)
            .build()?;
        let response = client
            .exec(request, &operations::ADD_CONTAINER_DEPLOYMENT_ENVIRONMENT_VARIABLES)
            .await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(
    AddContainerDeploymentEnvironmentVariables, ::std::vec::Vec <
    types::ContainerEnvironment >
);

/// Request builder for [`Client::delete_container_deployment_environment_variables`](super::Client::delete_container_deployment_environment_variables).
#[must_use = "no request is sent until the builder is awaited"]
pub struct DeleteContainerDeploymentEnvironmentVariables<'a> {
    client: &'a super::Client,
    deployment_name: Result<crate::types::ContainerDeploymentName, String>,
    body: Result<types::DeleteEnvironmentVariables, String>,
}

impl<'a> DeleteContainerDeploymentEnvironmentVariables<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        deployment_name: impl crate::runtime::IntoArgument<
            crate::types::ContainerDeploymentName,
        >,
        body: impl crate::runtime::IntoArgument<types::DeleteEnvironmentVariables>,
    ) -> Self {
        Self {
            client,
            deployment_name: deployment_name.into_argument("deployment_name"),
            body: body.into_argument("body"),
        }
    }
    /// Sends `DELETE /v1/container-deployments/{deployment_name}/environment-variables`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::ContainerEnvironment>>, Error> {
        let Self { client, deployment_name, body } = self;
        let request = client
            .request(&operations::DELETE_CONTAINER_DEPLOYMENT_ENVIRONMENT_VARIABLES)
            .path("/v1/container-deployments/")
            .segment(&deployment_name)
            .path("/environment-variables")
            .json(body)
            .build()?;
        let response = client
            .exec(
                request,
                &operations::DELETE_CONTAINER_DEPLOYMENT_ENVIRONMENT_VARIABLES,
            )
            .await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(
    DeleteContainerDeploymentEnvironmentVariables, ::std::vec::Vec <
    types::ContainerEnvironment >
);

/// Request builder for [`Client::update_container_deployment_environment_variables`](super::Client::update_container_deployment_environment_variables).
#[must_use = "no request is sent until the builder is awaited"]
pub struct UpdateContainerDeploymentEnvironmentVariables<'a> {
    client: &'a super::Client,
    deployment_name: Result<crate::types::ContainerDeploymentName, String>,
    body: Result<types::SetEnvironmentVariables, String>,
}

impl<'a> UpdateContainerDeploymentEnvironmentVariables<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        deployment_name: impl crate::runtime::IntoArgument<
            crate::types::ContainerDeploymentName,
        >,
        body: impl crate::runtime::IntoArgument<types::SetEnvironmentVariables>,
    ) -> Self {
        Self {
            client,
            deployment_name: deployment_name.into_argument("deployment_name"),
            body: body.into_argument("body"),
        }
    }
    /// Sends `PATCH /v1/container-deployments/{deployment_name}/environment-variables`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::ContainerEnvironment>>, Error> {
        let Self { client, deployment_name, body } = self;
        let request = client
            .request(&operations::UPDATE_CONTAINER_DEPLOYMENT_ENVIRONMENT_VARIABLES)
            .path("/v1/container-deployments/")
            .segment(&deployment_name)
            .path("/environment-variables")
            .json(body)
            .build()?;
        let response = client
            .exec(
                request,
                &operations::UPDATE_CONTAINER_DEPLOYMENT_ENVIRONMENT_VARIABLES,
            )
            .await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(
    UpdateContainerDeploymentEnvironmentVariables, ::std::vec::Vec <
    types::ContainerEnvironment >
);

/// Request builder for [`Client::pause_container_deployment`](super::Client::pause_container_deployment).
#[must_use = "no request is sent until the builder is awaited"]
pub struct PauseContainerDeployment<'a> {
    client: &'a super::Client,
    deployment_name: Result<crate::types::ContainerDeploymentName, String>,
}

impl<'a> PauseContainerDeployment<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        deployment_name: impl crate::runtime::IntoArgument<
            crate::types::ContainerDeploymentName,
        >,
    ) -> Self {
        Self {
            client,
            deployment_name: deployment_name.into_argument("deployment_name"),
        }
    }
    /// Sends `POST /v1/container-deployments/{deployment_name}/pause`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<()>, Error> {
        let Self { client, deployment_name } = self;
        let request = client
            .request(&operations::PAUSE_CONTAINER_DEPLOYMENT)
            .path("/v1/container-deployments/")
            .segment(&deployment_name)
            .path("/pause")
            .build()?;
        let response = client
            .exec(request, &operations::PAUSE_CONTAINER_DEPLOYMENT)
            .await?;
        Ok(ResponseValue::empty(response))
    }
}
crate::runtime::into_future!(PauseContainerDeployment, ());

/// Request builder for [`Client::purge_container_deployment_queue`](super::Client::purge_container_deployment_queue).
#[must_use = "no request is sent until the builder is awaited"]
pub struct PurgeContainerDeploymentQueue<'a> {
    client: &'a super::Client,
    deployment_name: Result<crate::types::ContainerDeploymentName, String>,
}

impl<'a> PurgeContainerDeploymentQueue<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        deployment_name: impl crate::runtime::IntoArgument<
            crate::types::ContainerDeploymentName,
        >,
    ) -> Self {
        Self {
            client,
            deployment_name: deployment_name.into_argument("deployment_name"),
        }
    }
    /// Sends `POST /v1/container-deployments/{deployment_name}/purge-queue`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<()>, Error> {
        let Self { client, deployment_name } = self;
        let request = client
            .request(&operations::PURGE_CONTAINER_DEPLOYMENT_QUEUE)
            .path("/v1/container-deployments/")
            .segment(&deployment_name)
            .path("/purge-queue")
            .build()?;
        let response = client
            .exec(request, &operations::PURGE_CONTAINER_DEPLOYMENT_QUEUE)
            .await?;
        Ok(ResponseValue::empty(response))
    }
}
crate::runtime::into_future!(PurgeContainerDeploymentQueue, ());

/// Request builder for [`Client::list_container_deployment_replicas`](super::Client::list_container_deployment_replicas).
#[must_use = "no request is sent until the builder is awaited"]
pub struct ListContainerDeploymentReplicas<'a> {
    client: &'a super::Client,
    deployment_name: Result<crate::types::ContainerDeploymentName, String>,
}

impl<'a> ListContainerDeploymentReplicas<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        deployment_name: impl crate::runtime::IntoArgument<
            crate::types::ContainerDeploymentName,
        >,
    ) -> Self {
        Self {
            client,
            deployment_name: deployment_name.into_argument("deployment_name"),
        }
    }
    /// Sends `GET /v1/container-deployments/{deployment_name}/replicas`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<types::Replicas>, Error> {
        let Self { client, deployment_name } = self;
        let request = client
            .request(&operations::LIST_CONTAINER_DEPLOYMENT_REPLICAS)
            .path("/v1/container-deployments/")
            .segment(&deployment_name)
            .path("/replicas")
            .build()?;
        let response = client
            .exec(request, &operations::LIST_CONTAINER_DEPLOYMENT_REPLICAS)
            .await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(ListContainerDeploymentReplicas, types::Replicas);

/// Request builder for [`Client::restart_container_deployment`](super::Client::restart_container_deployment).
#[must_use = "no request is sent until the builder is awaited"]
pub struct RestartContainerDeployment<'a> {
    client: &'a super::Client,
    deployment_name: Result<crate::types::ContainerDeploymentName, String>,
}

impl<'a> RestartContainerDeployment<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        deployment_name: impl crate::runtime::IntoArgument<
            crate::types::ContainerDeploymentName,
        >,
    ) -> Self {
        Self {
            client,
            deployment_name: deployment_name.into_argument("deployment_name"),
        }
    }
    /// Sends `POST /v1/container-deployments/{deployment_name}/restart`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<()>, Error> {
        let Self { client, deployment_name } = self;
        let request = client
            .request(&operations::RESTART_CONTAINER_DEPLOYMENT)
            .path("/v1/container-deployments/")
            .segment(&deployment_name)
            .path("/restart")
            .build()?;
        let response = client
            .exec(request, &operations::RESTART_CONTAINER_DEPLOYMENT)
            .await?;
        Ok(ResponseValue::empty(response))
    }
}
crate::runtime::into_future!(RestartContainerDeployment, ());

/// Request builder for [`Client::resume_container_deployment`](super::Client::resume_container_deployment).
#[must_use = "no request is sent until the builder is awaited"]
pub struct ResumeContainerDeployment<'a> {
    client: &'a super::Client,
    deployment_name: Result<crate::types::ContainerDeploymentName, String>,
}

impl<'a> ResumeContainerDeployment<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        deployment_name: impl crate::runtime::IntoArgument<
            crate::types::ContainerDeploymentName,
        >,
    ) -> Self {
        Self {
            client,
            deployment_name: deployment_name.into_argument("deployment_name"),
        }
    }
    /// Sends `POST /v1/container-deployments/{deployment_name}/resume`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<()>, Error> {
        let Self { client, deployment_name } = self;
        let request = client
            .request(&operations::RESUME_CONTAINER_DEPLOYMENT)
            .path("/v1/container-deployments/")
            .segment(&deployment_name)
            .path("/resume")
            .build()?;
        let response = client
            .exec(request, &operations::RESUME_CONTAINER_DEPLOYMENT)
            .await?;
        Ok(ResponseValue::empty(response))
    }
}
crate::runtime::into_future!(ResumeContainerDeployment, ());

/// Request builder for [`Client::get_container_deployment_scaling`](super::Client::get_container_deployment_scaling).
#[must_use = "no request is sent until the builder is awaited"]
pub struct GetContainerDeploymentScaling<'a> {
    client: &'a super::Client,
    deployment_name: Result<crate::types::ContainerDeploymentName, String>,
}

impl<'a> GetContainerDeploymentScaling<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        deployment_name: impl crate::runtime::IntoArgument<
            crate::types::ContainerDeploymentName,
        >,
    ) -> Self {
        Self {
            client,
            deployment_name: deployment_name.into_argument("deployment_name"),
        }
    }
    /// Sends `GET /v1/container-deployments/{deployment_name}/scaling`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<types::ContainerScaling>, Error> {
        let Self { client, deployment_name } = self;
        let request = client
            .request(&operations::GET_CONTAINER_DEPLOYMENT_SCALING)
            .path("/v1/container-deployments/")
            .segment(&deployment_name)
            .path("/scaling")
            .build()?;
        let response = client
            .exec(request, &operations::GET_CONTAINER_DEPLOYMENT_SCALING)
            .await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(GetContainerDeploymentScaling, types::ContainerScaling);

/// Request builder for [`Client::update_container_deployment_scaling`](super::Client::update_container_deployment_scaling).
#[must_use = "no request is sent until the builder is awaited"]
pub struct UpdateContainerDeploymentScaling<'a> {
    client: &'a super::Client,
    deployment_name: Result<crate::types::ContainerDeploymentName, String>,
    body: Result<types::UpdateContainerScaling, String>,
}

impl<'a> UpdateContainerDeploymentScaling<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        deployment_name: impl crate::runtime::IntoArgument<
            crate::types::ContainerDeploymentName,
        >,
        body: impl crate::runtime::IntoArgument<types::UpdateContainerScaling>,
    ) -> Self {
        Self {
            client,
            deployment_name: deployment_name.into_argument("deployment_name"),
            body: body.into_argument("body"),
        }
    }
    /// Sends `PATCH /v1/container-deployments/{deployment_name}/scaling`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<types::ContainerScaling>, Error> {
        let Self { client, deployment_name, body } = self;
        let request = client
            .request(&operations::UPDATE_CONTAINER_DEPLOYMENT_SCALING)
            .path("/v1/container-deployments/")
            .segment(&deployment_name)
            .path("/scaling")
            .json(body)
            .build()?;
        let response = client
            .exec(request, &operations::UPDATE_CONTAINER_DEPLOYMENT_SCALING)
            .await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(UpdateContainerDeploymentScaling, types::ContainerScaling);

/// Request builder for [`Client::get_container_deployment_status`](super::Client::get_container_deployment_status).
#[must_use = "no request is sent until the builder is awaited"]
pub struct GetContainerDeploymentStatus<'a> {
    client: &'a super::Client,
    deployment_name: Result<crate::types::ContainerDeploymentName, String>,
}

impl<'a> GetContainerDeploymentStatus<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        deployment_name: impl crate::runtime::IntoArgument<
            crate::types::ContainerDeploymentName,
        >,
    ) -> Self {
        Self {
            client,
            deployment_name: deployment_name.into_argument("deployment_name"),
        }
    }
    /// Sends `GET /v1/container-deployments/{deployment_name}/status`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<types::ContainerDeploymentState>, Error> {
        let Self { client, deployment_name } = self;
        let request = client
            .request(&operations::GET_CONTAINER_DEPLOYMENT_STATUS)
            .path("/v1/container-deployments/")
            .segment(&deployment_name)
            .path("/status")
            .build()?;
        let response = client
            .exec(request, &operations::GET_CONTAINER_DEPLOYMENT_STATUS)
            .await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(
    GetContainerDeploymentStatus, types::ContainerDeploymentState
);

/// Request builder for [`Client::list_container_registry_credentials`](super::Client::list_container_registry_credentials).
#[must_use = "no request is sent until the builder is awaited"]
pub struct ListContainerRegistryCredentials<'a> {
    client: &'a super::Client,
}

impl<'a> ListContainerRegistryCredentials<'a> {
    #[inline]
    pub(super) fn new(client: &'a super::Client) -> Self {
        Self { client }
    }
    /// Sends `GET /v1/container-registry-credentials`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::RegistryCredentials>>, Error> {
        let Self { client } = self;
        let request = client
            .request(&operations::LIST_CONTAINER_REGISTRY_CREDENTIALS)
            .path("/v1/container-registry-credentials")
            .build()?;
        let response = client
            .exec(request, &operations::LIST_CONTAINER_REGISTRY_CREDENTIALS)
            .await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(
    ListContainerRegistryCredentials, ::std::vec::Vec < types::RegistryCredentials >
);

/// Request builder for [`Client::create_container_registry_credentials`](super::Client::create_container_registry_credentials).
#[must_use = "no request is sent until the builder is awaited"]
pub struct CreateContainerRegistryCredentials<'a> {
    client: &'a super::Client,
    body: Result<types::CreateRegistryCredentials, String>,
}

impl<'a> CreateContainerRegistryCredentials<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        body: impl crate::runtime::IntoArgument<types::CreateRegistryCredentials>,
    ) -> Self {
        Self {
            client,
            body: body.into_argument("body"),
        }
    }
    /// Sends `POST /v1/container-registry-credentials`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<()>, Error> {
        let Self { client, body } = self;
        let request = client
            .request(&operations::CREATE_CONTAINER_REGISTRY_CREDENTIALS)
            .path("/v1/container-registry-credentials")
            .json(body)
            .build()?;
        let response = client
            .exec(request, &operations::CREATE_CONTAINER_REGISTRY_CREDENTIALS)
            .await?;
        Ok(ResponseValue::empty(response))
    }
}
crate::runtime::into_future!(CreateContainerRegistryCredentials, ());

/// Request builder for [`Client::delete_container_registry_credentials`](super::Client::delete_container_registry_credentials).
#[must_use = "no request is sent until the builder is awaited"]
pub struct DeleteContainerRegistryCredentials<'a> {
    client: &'a super::Client,
    credentials_name: Result<crate::types::RegistryCredentialsName, String>,
    force: Result<Option<bool>, String>,
}

impl<'a> DeleteContainerRegistryCredentials<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        credentials_name: impl crate::runtime::IntoArgument<
            crate::types::RegistryCredentialsName,
        >,
    ) -> Self {
        Self {
            client,
            credentials_name: credentials_name.into_argument("credentials_name"),
            force: Ok(None),
        }
    }
    /// Force delete the registry credentials, even if it is used in deployments. Dangerous! may cause deployments to fail.
    pub fn force<Form>(
        mut self,
        value: impl crate::runtime::IntoOptional<bool, Form>,
    ) -> Self {
        self.force = value.into_optional("force");
        self
    }
    /// Sends `DELETE /v1/container-registry-credentials/{credentials_name}`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<()>, Error> {
        let Self { client, credentials_name, force } = self;
        let request = client
            .request(&operations::DELETE_CONTAINER_REGISTRY_CREDENTIALS)
            .path("/v1/container-registry-credentials/")
            .segment(&credentials_name)
            .query("force", &force)
            .build()?;
        let response = client
            .exec(request, &operations::DELETE_CONTAINER_REGISTRY_CREDENTIALS)
            .await?;
        Ok(ResponseValue::empty(response))
    }
}
crate::runtime::into_future!(DeleteContainerRegistryCredentials, ());

/// Request builder for [`Client::list_container_types`](super::Client::list_container_types).
#[must_use = "no request is sent until the builder is awaited"]
pub struct ListContainerTypes<'a> {
    client: &'a super::Client,
    currency: Result<Option<crate::types::Currency>, String>,
}

impl<'a> ListContainerTypes<'a> {
    #[inline]
    pub(super) fn new(client: &'a super::Client) -> Self {
        Self { client, currency: Ok(None) }
    }
    /// Currency to get the price history for. The API's default: `usd`.
    pub fn currency<Form>(
        mut self,
        value: impl crate::runtime::IntoOptional<crate::types::Currency, Form>,
    ) -> Self {
        self.currency = value.into_optional("currency");
        self
    }
    /// Sends `GET /v1/container-types`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::ContainerType>>, Error> {
        let Self { client, currency } = self;
        let request = client
            .request(&operations::LIST_CONTAINER_TYPES)
            .path("/v1/container-types")
            .query("currency", &currency)
            .build()?;
        let response = client.exec(request, &operations::LIST_CONTAINER_TYPES).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(
    ListContainerTypes, ::std::vec::Vec < types::ContainerType >
);

/// Request builder for [`Client::list_file_secrets`](super::Client::list_file_secrets).
#[must_use = "no request is sent until the builder is awaited"]
pub struct ListFileSecrets<'a> {
    client: &'a super::Client,
}

impl<'a> ListFileSecrets<'a> {
    #[inline]
    pub(super) fn new(client: &'a super::Client) -> Self {
        Self { client }
    }
    /// Sends `GET /v1/file-secrets`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::FileSecret>>, Error> {
        let Self { client } = self;
        let request = client
            .request(&operations::LIST_FILE_SECRETS)
            .path("/v1/file-secrets")
            .build()?;
        let response = client.exec(request, &operations::LIST_FILE_SECRETS).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(ListFileSecrets, ::std::vec::Vec < types::FileSecret >);

/// Request builder for [`Client::create_file_secret`](super::Client::create_file_secret).
#[must_use = "no request is sent until the builder is awaited"]
pub struct CreateFileSecret<'a> {
    client: &'a super::Client,
    body: Result<types::CreateFileSecret, String>,
}

impl<'a> CreateFileSecret<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        body: impl crate::runtime::IntoArgument<types::CreateFileSecret>,
    ) -> Self {
        Self {
            client,
            body: body.into_argument("body"),
        }
    }
    /// Sends `POST /v1/file-secrets`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<()>, Error> {
        let Self { client, body } = self;
        let request = client
            .request(&operations::CREATE_FILE_SECRET)
            .path("/v1/file-secrets")
            .json(body)
            .build()?;
        let response = client.exec(request, &operations::CREATE_FILE_SECRET).await?;
        Ok(ResponseValue::empty(response))
    }
}
crate::runtime::into_future!(CreateFileSecret, ());

/// Request builder for [`Client::delete_file_secret`](super::Client::delete_file_secret).
#[must_use = "no request is sent until the builder is awaited"]
pub struct DeleteFileSecret<'a> {
    client: &'a super::Client,
    secret_name: Result<crate::types::SecretName, String>,
    force: Result<Option<bool>, String>,
}

impl<'a> DeleteFileSecret<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        secret_name: impl crate::runtime::IntoArgument<crate::types::SecretName>,
    ) -> Self {
        Self {
            client,
            secret_name: secret_name.into_argument("secret_name"),
            force: Ok(None),
        }
    }
    /// Force delete the secret, even if it is used in deployments. Dangerous! may cause deployments to fail.
    pub fn force<Form>(
        mut self,
        value: impl crate::runtime::IntoOptional<bool, Form>,
    ) -> Self {
        self.force = value.into_optional("force");
        self
    }
    /// Sends `DELETE /v1/file-secrets/{secret_name}`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<()>, Error> {
        let Self { client, secret_name, force } = self;
        let request = client
            .request(&operations::DELETE_FILE_SECRET)
            .path("/v1/file-secrets/")
            .segment(&secret_name)
            .query("force", &force)
            .build()?;
        let response = client.exec(request, &operations::DELETE_FILE_SECRET).await?;
        Ok(ResponseValue::empty(response))
    }
}
crate::runtime::into_future!(DeleteFileSecret, ());

/// Request builder for [`Client::list_images`](super::Client::list_images).
#[must_use = "no request is sent until the builder is awaited"]
pub struct ListImages<'a> {
    client: &'a super::Client,
    instance_type: Result<Option<::std::string::String>, String>,
}

impl<'a> ListImages<'a> {
    #[inline]
    pub(super) fn new(client: &'a super::Client) -> Self {
        Self {
            client,
            instance_type: Ok(None),
        }
    }
    /// Filter OS images by instance type. Default is all instance images. For example `1A100.22V`.
    pub fn instance_type<Form>(
        mut self,
        value: impl crate::runtime::IntoOptional<::std::string::String, Form>,
    ) -> Self {
        self.instance_type = value.into_optional("instance_type");
        self
    }
    /// Sends `GET /v1/images`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::Image>>, Error> {
        let Self { client, instance_type } = self;
        let request = client
            .request(&operations::LIST_IMAGES)
            .path("/v1/images")
            .query("instance_type", &instance_type)
            .build()?;
        let response = client.exec(request, &operations::LIST_IMAGES).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(ListImages, ::std::vec::Vec < types::Image >);

/// Request builder for [`Client::list_cluster_images`](super::Client::list_cluster_images).
#[must_use = "no request is sent until the builder is awaited"]
pub struct ListClusterImages<'a> {
    client: &'a super::Client,
    instance_type: Result<Option<::std::string::String>, String>,
}

impl<'a> ListClusterImages<'a> {
    #[inline]
    pub(super) fn new(client: &'a super::Client) -> Self {
        Self {
            client,
            instance_type: Ok(None),
        }
    }
    /// Filter OS images by instance type. Default is all cluster images. For example `16B200`.
    pub fn instance_type<Form>(
        mut self,
        value: impl crate::runtime::IntoOptional<::std::string::String, Form>,
    ) -> Self {
        self.instance_type = value.into_optional("instance_type");
        self
    }
    /// Sends `GET /v1/images/cluster`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::Image>>, Error> {
        let Self { client, instance_type } = self;
        let request = client
            .request(&operations::LIST_CLUSTER_IMAGES)
            .path("/v1/images/cluster")
            .query("instance_type", &instance_type)
            .build()?;
        let response = client.exec(request, &operations::LIST_CLUSTER_IMAGES).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(ListClusterImages, ::std::vec::Vec < types::Image >);

/// Request builder for [`Client::list_instance_availability`](super::Client::list_instance_availability).
#[must_use = "no request is sent until the builder is awaited"]
pub struct ListInstanceAvailability<'a> {
    client: &'a super::Client,
    is_spot: Result<Option<bool>, String>,
    location_code: Result<Option<::std::string::String>, String>,
}

impl<'a> ListInstanceAvailability<'a> {
    #[inline]
    pub(super) fn new(client: &'a super::Client) -> Self {
        Self {
            client,
            is_spot: Ok(None),
            location_code: Ok(None),
        }
    }
    /// Check spot instance availability. The API's default: `false`.
    pub fn is_spot<Form>(
        mut self,
        value: impl crate::runtime::IntoOptional<bool, Form>,
    ) -> Self {
        self.is_spot = value.into_optional("is_spot");
        self
    }
    /// Check availability for a specific location code. If omitted, all locations are checked. For example `FIN-01`.
    pub fn location_code<Form>(
        mut self,
        value: impl crate::runtime::IntoOptional<::std::string::String, Form>,
    ) -> Self {
        self.location_code = value.into_optional("location_code");
        self
    }
    /// Sends `GET /v1/instance-availability`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::InstanceAvailability>>, Error> {
        let Self { client, is_spot, location_code } = self;
        let request = client
            .request(&operations::LIST_INSTANCE_AVAILABILITY)
            .path("/v1/instance-availability")
            .query("is_spot", &is_spot)
            .query("location_code", &location_code)
            .build()?;
        let response = client
            .exec(request, &operations::LIST_INSTANCE_AVAILABILITY)
            .await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(
    ListInstanceAvailability, ::std::vec::Vec < types::InstanceAvailability >
);

/// Request builder for [`Client::check_instance_availability`](super::Client::check_instance_availability).
#[must_use = "no request is sent until the builder is awaited"]
pub struct CheckInstanceAvailability<'a> {
    client: &'a super::Client,
    instance_type: Result<::std::string::String, String>,
    is_spot: Result<Option<bool>, String>,
    location_code: Result<Option<::std::string::String>, String>,
}

impl<'a> CheckInstanceAvailability<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        instance_type: impl crate::runtime::IntoArgument<::std::string::String>,
    ) -> Self {
        Self {
            client,
            instance_type: instance_type.into_argument("instance_type"),
            is_spot: Ok(None),
            location_code: Ok(None),
        }
    }
    /// Check spot instance availability. The API's default: `false`.
    pub fn is_spot<Form>(
        mut self,
        value: impl crate::runtime::IntoOptional<bool, Form>,
    ) -> Self {
        self.is_spot = value.into_optional("is_spot");
        self
    }
    /// Check availability for a specific location code. If omitted, all locations are checked. For example `FIN-01`.
    pub fn location_code<Form>(
        mut self,
        value: impl crate::runtime::IntoOptional<::std::string::String, Form>,
    ) -> Self {
        self.location_code = value.into_optional("location_code");
        self
    }
    /// Sends `GET /v1/instance-availability/{instance_type}`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<bool>, Error> {
        let Self { client, instance_type, is_spot, location_code } = self;
        let request = client
            .request(&operations::CHECK_INSTANCE_AVAILABILITY)
            .path("/v1/instance-availability/")
            .segment(&instance_type)
            .query("is_spot", &is_spot)
            .query("location_code", &location_code)
            .build()?;
        let response = client
            .exec(request, &operations::CHECK_INSTANCE_AVAILABILITY)
            .await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(CheckInstanceAvailability, bool);

/// Request builder for [`Client::list_instance_types`](super::Client::list_instance_types).
#[must_use = "no request is sent until the builder is awaited"]
pub struct ListInstanceTypes<'a> {
    client: &'a super::Client,
    currency: Result<Option<crate::types::Currency>, String>,
}

impl<'a> ListInstanceTypes<'a> {
    #[inline]
    pub(super) fn new(client: &'a super::Client) -> Self {
        Self { client, currency: Ok(None) }
    }
    /// Currency to get the price history for. The API's default: `usd`.
    pub fn currency<Form>(
        mut self,
        value: impl crate::runtime::IntoOptional<crate::types::Currency, Form>,
    ) -> Self {
        self.currency = value.into_optional("currency");
        self
    }
    /// Sends `GET /v1/instance-types`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::InstanceType>>, Error> {
        let Self { client, currency } = self;
        let request = client
            .request(&operations::LIST_INSTANCE_TYPES)
            .path("/v1/instance-types")
            .query("currency", &currency)
            .build()?;
        let response = client.exec(request, &operations::LIST_INSTANCE_TYPES).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(ListInstanceTypes, ::std::vec::Vec < types::InstanceType >);

/// Request builder for [`Client::get_instance_type_price_history`](super::Client::get_instance_type_price_history).
#[must_use = "no request is sent until the builder is awaited"]
pub struct GetInstanceTypePriceHistory<'a> {
    client: &'a super::Client,
}

impl<'a> GetInstanceTypePriceHistory<'a> {
    #[inline]
    pub(super) fn new(client: &'a super::Client) -> Self {
        Self { client }
    }
    /// Sends `GET /v1/instance-types/price-history`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<()>, Error> {
        let Self { client } = self;
        let request = client
            .request(&operations::GET_INSTANCE_TYPE_PRICE_HISTORY)
            .path("/v1/instance-types/price-history")
            .build()?;
        let response = client
            .exec(request, &operations::GET_INSTANCE_TYPE_PRICE_HISTORY)
            .await?;
        Ok(ResponseValue::empty(response))
    }
}
crate::runtime::into_future!(GetInstanceTypePriceHistory, ());

/// Request builder for [`Client::list_instances`](super::Client::list_instances).
#[must_use = "no request is sent until the builder is awaited"]
pub struct ListInstances<'a> {
    client: &'a super::Client,
    compute_id: Result<Option<crate::types::InstanceId>, String>,
    status: Result<Option<crate::types::InstanceStatus>, String>,
}

impl<'a> ListInstances<'a> {
    #[inline]
    pub(super) fn new(client: &'a super::Client) -> Self {
        Self {
            client,
            compute_id: Ok(None),
            status: Ok(None),
        }
    }
    /// Get one compute by computeId. Optional.
    pub fn compute_id<Form>(
        mut self,
        value: impl crate::runtime::IntoOptional<crate::types::InstanceId, Form>,
    ) -> Self {
        self.compute_id = value.into_optional("compute_id");
        self
    }
    /// Get compute deployments with selected status. Optional.
    pub fn status<Form>(
        mut self,
        value: impl crate::runtime::IntoOptional<crate::types::InstanceStatus, Form>,
    ) -> Self {
        self.status = value.into_optional("status");
        self
    }
    /// Sends `GET /v1/instances`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::Instance>>, Error> {
        let Self { client, compute_id, status } = self;
        let request = client
            .request(&operations::LIST_INSTANCES)
            .path("/v1/instances")
            .query("status", &status)
            .query("computeId", &compute_id)
            .build()?;
        let response = client.exec(request, &operations::LIST_INSTANCES).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(ListInstances, ::std::vec::Vec < types::Instance >);

/// Request builder for [`Client::perform_instance_actions`](super::Client::perform_instance_actions).
#[must_use = "no request is sent until the builder is awaited"]
pub struct PerformInstanceActions<'a> {
    client: &'a super::Client,
    body: Result<types::PerformInstanceActions, String>,
}

impl<'a> PerformInstanceActions<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        body: impl crate::runtime::IntoArgument<types::PerformInstanceActions>,
    ) -> Self {
        Self {
            client,
            body: body.into_argument("body"),
        }
    }
    /// Sends `PUT /v1/instances`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::InstanceActionResult>>, Error> {
        let Self { client, body } = self;
        let request = client
            .request(&operations::PERFORM_INSTANCE_ACTIONS)
            .path("/v1/instances")
            .json(body)
            .build()?;
        let response = client
            .exec(request, &operations::PERFORM_INSTANCE_ACTIONS)
            .await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(
    PerformInstanceActions, ::std::vec::Vec < types::InstanceActionResult >
);

/// Request builder for [`Client::deploy_instance`](super::Client::deploy_instance).
#[must_use = "no request is sent until the builder is awaited"]
pub struct DeployInstance<'a> {
    client: &'a super::Client,
    body: Result<types::DeployInstance, String>,
}

impl<'a> DeployInstance<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        body: impl crate::runtime::IntoArgument<types::DeployInstance>,
    ) -> Self {
        Self {
            client,
            body: body.into_argument("body"),
        }
    }
    /// Sends `POST /v1/instances`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<crate::types::InstanceId>, Error> {
        let Self { client, body } = self;
        let request = client
            .request(&operations::DEPLOY_INSTANCE)
            .path("/v1/instances")
            .json(body)
            .build()?;
        let response = client.exec(request, &operations::DEPLOY_INSTANCE).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(DeployInstance, crate ::types::InstanceId);

/// Request builder for [`Client::perform_instance_actions_legacy`](super::Client::perform_instance_actions_legacy).
#[must_use = "no request is sent until the builder is awaited"]
pub struct PerformInstanceActionsLegacy<'a> {
    client: &'a super::Client,
    body: Result<types::PerformInstanceActions, String>,
}

impl<'a> PerformInstanceActionsLegacy<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        body: impl crate::runtime::IntoArgument<types::PerformInstanceActions>,
    ) -> Self {
        Self {
            client,
            body: body.into_argument("body"),
        }
    }
    /// Sends `POST /v1/instances/action`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<()>, Error> {
        let Self { client, body } = self;
        let request = client
            .request(&operations::PERFORM_INSTANCE_ACTIONS_LEGACY)
            .path("/v1/instances/action")
            .json(body)
            .build()?;
        let response = client
            .exec(request, &operations::PERFORM_INSTANCE_ACTIONS_LEGACY)
            .await?;
        Ok(ResponseValue::empty(response))
    }
}
crate::runtime::into_future!(PerformInstanceActionsLegacy, ());

/// Request builder for [`Client::check_instance_availability_legacy`](super::Client::check_instance_availability_legacy).
#[must_use = "no request is sent until the builder is awaited"]
pub struct CheckInstanceAvailabilityLegacy<'a> {
    client: &'a super::Client,
    instance_type: Result<::std::string::String, String>,
}

impl<'a> CheckInstanceAvailabilityLegacy<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        instance_type: impl crate::runtime::IntoArgument<::std::string::String>,
    ) -> Self {
        Self {
            client,
            instance_type: instance_type.into_argument("instance_type"),
        }
    }
    /// Sends `GET /v1/instances/availability/{instanceType}`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<()>, Error> {
        let Self { client, instance_type } = self;
        let request = client
            .request(&operations::CHECK_INSTANCE_AVAILABILITY_LEGACY)
            .path("/v1/instances/availability/")
            .segment(&instance_type)
            .build()?;
        let response = client
            .exec(request, &operations::CHECK_INSTANCE_AVAILABILITY_LEGACY)
            .await?;
        Ok(ResponseValue::empty(response))
    }
}
crate::runtime::into_future!(CheckInstanceAvailabilityLegacy, ());

/// Request builder for [`Client::list_instance_types_legacy`](super::Client::list_instance_types_legacy).
#[must_use = "no request is sent until the builder is awaited"]
pub struct ListInstanceTypesLegacy<'a> {
    client: &'a super::Client,
}

impl<'a> ListInstanceTypesLegacy<'a> {
    #[inline]
    pub(super) fn new(client: &'a super::Client) -> Self {
        Self { client }
    }
    /// Sends `GET /v1/instances/types`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<()>, Error> {
        let Self { client } = self;
        let request = client
            .request(&operations::LIST_INSTANCE_TYPES_LEGACY)
            .path("/v1/instances/types")
            .build()?;
        let response = client
            .exec(request, &operations::LIST_INSTANCE_TYPES_LEGACY)
            .await?;
        Ok(ResponseValue::empty(response))
    }
}
crate::runtime::into_future!(ListInstanceTypesLegacy, ());

/// Request builder for [`Client::get_instance`](super::Client::get_instance).
#[must_use = "no request is sent until the builder is awaited"]
pub struct GetInstance<'a> {
    client: &'a super::Client,
    instance_id: Result<crate::types::InstanceId, String>,
}

impl<'a> GetInstance<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        instance_id: impl crate::runtime::IntoArgument<crate::types::InstanceId>,
    ) -> Self {
        Self {
            client,
            instance_id: instance_id.into_argument("instance_id"),
        }
    }
    /// Sends `GET /v1/instances/{instance_id}`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<types::Instance>, Error> {
        let Self { client, instance_id } = self;
        let request = client
            .request(&operations::GET_INSTANCE)
            .path("/v1/instances/")
            .segment(&instance_id)
            .build()?;
        let response = client.exec(request, &operations::GET_INSTANCE).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(GetInstance, types::Instance);

/// Request builder for [`Client::list_job_deployments`](super::Client::list_job_deployments).
#[must_use = "no request is sent until the builder is awaited"]
pub struct ListJobDeployments<'a> {
    client: &'a super::Client,
}

impl<'a> ListJobDeployments<'a> {
    #[inline]
    pub(super) fn new(client: &'a super::Client) -> Self {
        Self { client }
    }
    /// Sends `GET /v1/job-deployments`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::JobDeploymentSummary>>, Error> {
        let Self { client } = self;
        let request = client
            .request(&operations::LIST_JOB_DEPLOYMENTS)
            .path("/v1/job-deployments")
            .build()?;
        let response = client.exec(request, &operations::LIST_JOB_DEPLOYMENTS).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(
    ListJobDeployments, ::std::vec::Vec < types::JobDeploymentSummary >
);

/// Request builder for [`Client::create_job_deployment`](super::Client::create_job_deployment).
#[must_use = "no request is sent until the builder is awaited"]
pub struct CreateJobDeployment<'a> {
    client: &'a super::Client,
    body: Result<types::CreateJobDeployment, String>,
}

impl<'a> CreateJobDeployment<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        body: impl crate::runtime::IntoArgument<types::CreateJobDeployment>,
    ) -> Self {
        Self {
            client,
            body: body.into_argument("body"),
        }
    }
    /// Sends `POST /v1/job-deployments`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<types::JobDeployment>, Error> {
        let Self { client, body } = self;
        let request = client
            .request(&operations::CREATE_JOB_DEPLOYMENT)
            .path("/v1/job-deployments")
            .json(body)
            .build()?;
        let response = client.exec(request, &operations::CREATE_JOB_DEPLOYMENT).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(CreateJobDeployment, types::JobDeployment);

/// Request builder for [`Client::get_job_deployment`](super::Client::get_job_deployment).
#[must_use = "no request is sent until the builder is awaited"]
pub struct GetJobDeployment<'a> {
    client: &'a super::Client,
    job_name: Result<crate::types::JobDeploymentName, String>,
}

impl<'a> GetJobDeployment<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        job_name: impl crate::runtime::IntoArgument<crate::types::JobDeploymentName>,
    ) -> Self {
        Self {
            client,
            job_name: job_name.into_argument("job_name"),
        }
    }
    /// Sends `GET /v1/job-deployments/{jobName}`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<types::JobDeployment>, Error> {
        let Self { client, job_name } = self;
        let request = client
            .request(&operations::GET_JOB_DEPLOYMENT)
            .path("/v1/job-deployments/")
            .segment(&job_name)
            .build()?;
        let response = client.exec(request, &operations::GET_JOB_DEPLOYMENT).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(GetJobDeployment, types::JobDeployment);

/// Request builder for [`Client::delete_job_deployment`](super::Client::delete_job_deployment).
#[must_use = "no request is sent until the builder is awaited"]
pub struct DeleteJobDeployment<'a> {
    client: &'a super::Client,
    job_name: Result<crate::types::JobDeploymentName, String>,
    timeout: Result<Option<u64>, String>,
}

impl<'a> DeleteJobDeployment<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        job_name: impl crate::runtime::IntoArgument<crate::types::JobDeploymentName>,
    ) -> Self {
        Self {
            client,
            job_name: job_name.into_argument("job_name"),
            timeout: Ok(None),
        }
    }
    /// Maximum time to wait for job deployment deletion in milliseconds. Set to 0 to skip waiting. The API's default: `60000`. From 0 to 300000.
    pub fn timeout<Form>(
        mut self,
        value: impl crate::runtime::IntoOptional<u64, Form>,
    ) -> Self {
        self.timeout = value.into_optional("timeout");
        self
    }
    /// Sends `DELETE /v1/job-deployments/{jobName}`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<()>, Error> {
        let Self { client, job_name, timeout } = self;
        let request = client
            .request(&operations::DELETE_JOB_DEPLOYMENT)
            .path("/v1/job-deployments/")
            .segment(&job_name)
            .query("timeout", &timeout)
            .build()?;
        let response = client.exec(request, &operations::DELETE_JOB_DEPLOYMENT).await?;
        Ok(ResponseValue::empty(response))
    }
}
crate::runtime::into_future!(DeleteJobDeployment, ());

/// Request builder for [`Client::update_job_deployment`](super::Client::update_job_deployment).
#[must_use = "no request is sent until the builder is awaited"]
pub struct UpdateJobDeployment<'a> {
    client: &'a super::Client,
    job_name: Result<crate::types::JobDeploymentName, String>,
    body: Result<types::UpdateJobDeployment, String>,
}

impl<'a> UpdateJobDeployment<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        job_name: impl crate::runtime::IntoArgument<crate::types::JobDeploymentName>,
        body: impl crate::runtime::IntoArgument<types::UpdateJobDeployment>,
    ) -> Self {
        Self {
            client,
            job_name: job_name.into_argument("job_name"),
            body: body.into_argument("body"),
        }
    }
    /// Sends `PATCH /v1/job-deployments/{jobName}`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<types::JobDeployment>, Error> {
        let Self { client, job_name, body } = self;
        let request = client
            .request(&operations::UPDATE_JOB_DEPLOYMENT)
            .path("/v1/job-deployments/")
            .segment(&job_name)
            .json(body)
            .build()?;
        let response = client.exec(request, &operations::UPDATE_JOB_DEPLOYMENT).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(UpdateJobDeployment, types::JobDeployment);

/// Request builder for [`Client::pause_job_deployment`](super::Client::pause_job_deployment).
#[must_use = "no request is sent until the builder is awaited"]
pub struct PauseJobDeployment<'a> {
    client: &'a super::Client,
    job_name: Result<crate::types::JobDeploymentName, String>,
}

impl<'a> PauseJobDeployment<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        job_name: impl crate::runtime::IntoArgument<crate::types::JobDeploymentName>,
    ) -> Self {
        Self {
            client,
            job_name: job_name.into_argument("job_name"),
        }
    }
    /// Sends `POST /v1/job-deployments/{jobName}/pause`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<()>, Error> {
        let Self { client, job_name } = self;
        let request = client
            .request(&operations::PAUSE_JOB_DEPLOYMENT)
            .path("/v1/job-deployments/")
            .segment(&job_name)
            .path("/pause")
            .build()?;
        let response = client.exec(request, &operations::PAUSE_JOB_DEPLOYMENT).await?;
        Ok(ResponseValue::empty(response))
    }
}
crate::runtime::into_future!(PauseJobDeployment, ());

/// Request builder for [`Client::purge_job_deployment_queue`](super::Client::purge_job_deployment_queue).
#[must_use = "no request is sent until the builder is awaited"]
pub struct PurgeJobDeploymentQueue<'a> {
    client: &'a super::Client,
    job_name: Result<crate::types::JobDeploymentName, String>,
}

impl<'a> PurgeJobDeploymentQueue<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        job_name: impl crate::runtime::IntoArgument<crate::types::JobDeploymentName>,
    ) -> Self {
        Self {
            client,
            job_name: job_name.into_argument("job_name"),
        }
    }
    /// Sends `POST /v1/job-deployments/{jobName}/purge-queue`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<()>, Error> {
        let Self { client, job_name } = self;
        let request = client
            .request(&operations::PURGE_JOB_DEPLOYMENT_QUEUE)
            .path("/v1/job-deployments/")
            .segment(&job_name)
            .path("/purge-queue")
            .build()?;
        let response = client
            .exec(request, &operations::PURGE_JOB_DEPLOYMENT_QUEUE)
            .await?;
        Ok(ResponseValue::empty(response))
    }
}
crate::runtime::into_future!(PurgeJobDeploymentQueue, ());

/// Request builder for [`Client::resume_job_deployment`](super::Client::resume_job_deployment).
#[must_use = "no request is sent until the builder is awaited"]
pub struct ResumeJobDeployment<'a> {
    client: &'a super::Client,
    job_name: Result<crate::types::JobDeploymentName, String>,
}

impl<'a> ResumeJobDeployment<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        job_name: impl crate::runtime::IntoArgument<crate::types::JobDeploymentName>,
    ) -> Self {
        Self {
            client,
            job_name: job_name.into_argument("job_name"),
        }
    }
    /// Sends `POST /v1/job-deployments/{jobName}/resume`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<()>, Error> {
        let Self { client, job_name } = self;
        let request = client
            .request(&operations::RESUME_JOB_DEPLOYMENT)
            .path("/v1/job-deployments/")
            .segment(&job_name)
            .path("/resume")
            .build()?;
        let response = client.exec(request, &operations::RESUME_JOB_DEPLOYMENT).await?;
        Ok(ResponseValue::empty(response))
    }
}
crate::runtime::into_future!(ResumeJobDeployment, ());

/// Request builder for [`Client::get_job_deployment_scaling`](super::Client::get_job_deployment_scaling).
#[must_use = "no request is sent until the builder is awaited"]
pub struct GetJobDeploymentScaling<'a> {
    client: &'a super::Client,
    job_name: Result<crate::types::JobDeploymentName, String>,
}

impl<'a> GetJobDeploymentScaling<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        job_name: impl crate::runtime::IntoArgument<crate::types::JobDeploymentName>,
    ) -> Self {
        Self {
            client,
            job_name: job_name.into_argument("job_name"),
        }
    }
    /// Sends `GET /v1/job-deployments/{jobName}/scaling`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<types::JobScaling>, Error> {
        let Self { client, job_name } = self;
        let request = client
            .request(&operations::GET_JOB_DEPLOYMENT_SCALING)
            .path("/v1/job-deployments/")
            .segment(&job_name)
            .path("/scaling")
            .build()?;
        let response = client
            .exec(request, &operations::GET_JOB_DEPLOYMENT_SCALING)
            .await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(GetJobDeploymentScaling, types::JobScaling);

/// Request builder for [`Client::get_job_deployment_status`](super::Client::get_job_deployment_status).
#[must_use = "no request is sent until the builder is awaited"]
pub struct GetJobDeploymentStatus<'a> {
    client: &'a super::Client,
    job_name: Result<crate::types::JobDeploymentName, String>,
}

impl<'a> GetJobDeploymentStatus<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        job_name: impl crate::runtime::IntoArgument<crate::types::JobDeploymentName>,
    ) -> Self {
        Self {
            client,
            job_name: job_name.into_argument("job_name"),
        }
    }
    /// Sends `GET /v1/job-deployments/{jobName}/status`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<types::JobDeploymentState>, Error> {
        let Self { client, job_name } = self;
        let request = client
            .request(&operations::GET_JOB_DEPLOYMENT_STATUS)
            .path("/v1/job-deployments/")
            .segment(&job_name)
            .path("/status")
            .build()?;
        let response = client
            .exec(request, &operations::GET_JOB_DEPLOYMENT_STATUS)
            .await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(GetJobDeploymentStatus, types::JobDeploymentState);

/// Request builder for [`Client::list_locations`](super::Client::list_locations).
#[must_use = "no request is sent until the builder is awaited"]
pub struct ListLocations<'a> {
    client: &'a super::Client,
}

impl<'a> ListLocations<'a> {
    #[inline]
    pub(super) fn new(client: &'a super::Client) -> Self {
        Self { client }
    }
    /// Sends `GET /v1/locations`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::Location>>, Error> {
        let Self { client } = self;
        let request = client
            .request(&operations::LIST_LOCATIONS)
            .path("/v1/locations")
            .build()?;
        let response = client.exec(request, &operations::LIST_LOCATIONS).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(ListLocations, ::std::vec::Vec < types::Location >);

/// Request builder for [`Client::list_long_term_periods`](super::Client::list_long_term_periods).
#[must_use = "no request is sent until the builder is awaited"]
pub struct ListLongTermPeriods<'a> {
    client: &'a super::Client,
}

impl<'a> ListLongTermPeriods<'a> {
    #[inline]
    pub(super) fn new(client: &'a super::Client) -> Self {
        Self { client }
    }
    /// Sends `GET /v1/long-term/periods`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::LongTermPeriod>>, Error> {
        let Self { client } = self;
        let request = client
            .request(&operations::LIST_LONG_TERM_PERIODS)
            .path("/v1/long-term/periods")
            .build()?;
        let response = client.exec(request, &operations::LIST_LONG_TERM_PERIODS).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(
    ListLongTermPeriods, ::std::vec::Vec < types::LongTermPeriod >
);

/// Request builder for [`Client::list_cluster_long_term_periods`](super::Client::list_cluster_long_term_periods).
#[must_use = "no request is sent until the builder is awaited"]
pub struct ListClusterLongTermPeriods<'a> {
    client: &'a super::Client,
}

impl<'a> ListClusterLongTermPeriods<'a> {
    #[inline]
    pub(super) fn new(client: &'a super::Client) -> Self {
        Self { client }
    }
    /// Sends `GET /v1/long-term/periods/clusters`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::LongTermPeriod>>, Error> {
        let Self { client } = self;
        let request = client
            .request(&operations::LIST_CLUSTER_LONG_TERM_PERIODS)
            .path("/v1/long-term/periods/clusters")
            .build()?;
        let response = client
            .exec(request, &operations::LIST_CLUSTER_LONG_TERM_PERIODS)
            .await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(
    ListClusterLongTermPeriods, ::std::vec::Vec < types::LongTermPeriod >
);

/// Request builder for [`Client::list_instance_long_term_periods`](super::Client::list_instance_long_term_periods).
#[must_use = "no request is sent until the builder is awaited"]
pub struct ListInstanceLongTermPeriods<'a> {
    client: &'a super::Client,
}

impl<'a> ListInstanceLongTermPeriods<'a> {
    #[inline]
    pub(super) fn new(client: &'a super::Client) -> Self {
        Self { client }
    }
    /// Sends `GET /v1/long-term/periods/instances`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::LongTermPeriod>>, Error> {
        let Self { client } = self;
        let request = client
            .request(&operations::LIST_INSTANCE_LONG_TERM_PERIODS)
            .path("/v1/long-term/periods/instances")
            .build()?;
        let response = client
            .exec(request, &operations::LIST_INSTANCE_LONG_TERM_PERIODS)
            .await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(
    ListInstanceLongTermPeriods, ::std::vec::Vec < types::LongTermPeriod >
);

/// Request builder for [`Client::get_access_token`](super::Client::get_access_token).
#[must_use = "no request is sent until the builder is awaited"]
pub struct GetAccessToken<'a> {
    client: &'a super::Client,
    body: Result<crate::types::TokenRequest, String>,
}

impl<'a> GetAccessToken<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        body: impl crate::runtime::IntoArgument<crate::types::TokenRequest>,
    ) -> Self {
        Self {
            client,
            body: body.into_argument("body"),
        }
    }
    /// Sends `POST /v1/oauth2/token`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<types::AccessToken>, Error> {
        let Self { client, body } = self;
        let request = client
            .request(&operations::GET_ACCESS_TOKEN)
            .path("/v1/oauth2/token")
            .json(body)
            .build()?;
        let response = client.exec(request, &operations::GET_ACCESS_TOKEN).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(GetAccessToken, types::AccessToken);

/// Request builder for [`Client::list_scripts`](super::Client::list_scripts).
#[must_use = "no request is sent until the builder is awaited"]
pub struct ListScripts<'a> {
    client: &'a super::Client,
    name: Result<Option<::std::string::String>, String>,
    page: Result<Option<u64>, String>,
    page_size: Result<Option<u64>, String>,
}

impl<'a> ListScripts<'a> {
    #[inline]
    pub(super) fn new(client: &'a super::Client) -> Self {
        Self {
            client,
            name: Ok(None),
            page: Ok(None),
            page_size: Ok(None),
        }
    }
    /// Name filter. Startup scripts match by a partial name.
    pub fn name<Form>(
        mut self,
        value: impl crate::runtime::IntoOptional<::std::string::String, Form>,
    ) -> Self {
        self.name = value.into_optional("name");
        self
    }
    /// Page number, starting from 1. The API's default: `1`.
    pub fn page<Form>(
        mut self,
        value: impl crate::runtime::IntoOptional<u64, Form>,
    ) -> Self {
        self.page = value.into_optional("page");
        self
    }
    /// Number of items per page, default 10 maximum 100. The API's default: `10`.
    pub fn page_size<Form>(
        mut self,
        value: impl crate::runtime::IntoOptional<u64, Form>,
    ) -> Self {
        self.page_size = value.into_optional("page_size");
        self
    }
    /// Sends `GET /v1/scripts`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::Script>>, Error> {
        let Self { client, name, page, page_size } = self;
        let request = client
            .request(&operations::LIST_SCRIPTS)
            .path("/v1/scripts")
            .query("page", &page)
            .query("pageSize", &page_size)
            .query("name", &name)
            .build()?;
        let response = client.exec(request, &operations::LIST_SCRIPTS).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(ListScripts, ::std::vec::Vec < types::Script >);

/// Request builder for [`Client::create_script`](super::Client::create_script).
#[must_use = "no request is sent until the builder is awaited"]
pub struct CreateScript<'a> {
    client: &'a super::Client,
    body: Result<types::CreateScript, String>,
}

impl<'a> CreateScript<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        body: impl crate::runtime::IntoArgument<types::CreateScript>,
    ) -> Self {
        Self {
            client,
            body: body.into_argument("body"),
        }
    }
    /// Sends `POST /v1/scripts`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<crate::types::ScriptId>, Error> {
        let Self { client, body } = self;
        let request = client
            .request(&operations::CREATE_SCRIPT)
            .path("/v1/scripts")
            .json(body)
            .build()?;
        let response = client.exec(request, &operations::CREATE_SCRIPT).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(CreateScript, crate ::types::ScriptId);

/// Request builder for [`Client::delete_scripts`](super::Client::delete_scripts).
#[must_use = "no request is sent until the builder is awaited"]
pub struct DeleteScripts<'a> {
    client: &'a super::Client,
    body: Result<types::DeleteScripts, String>,
}

impl<'a> DeleteScripts<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        body: impl crate::runtime::IntoArgument<types::DeleteScripts>,
    ) -> Self {
        Self {
            client,
            body: body.into_argument("body"),
        }
    }
    /// Sends `DELETE /v1/scripts`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<()>, Error> {
        let Self { client, body } = self;
        let request = client
            .request(&operations::DELETE_SCRIPTS)
            .path("/v1/scripts")
            .json(body)
            .build()?;
        let response = client.exec(request, &operations::DELETE_SCRIPTS).await?;
        Ok(ResponseValue::empty(response))
    }
}
crate::runtime::into_future!(DeleteScripts, ());

/// Request builder for [`Client::get_script`](super::Client::get_script).
#[must_use = "no request is sent until the builder is awaited"]
pub struct GetScript<'a> {
    client: &'a super::Client,
    script_id: Result<crate::types::ScriptId, String>,
}

impl<'a> GetScript<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        script_id: impl crate::runtime::IntoArgument<crate::types::ScriptId>,
    ) -> Self {
        Self {
            client,
            script_id: script_id.into_argument("script_id"),
        }
    }
    /// Sends `GET /v1/scripts/{scriptId}`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<types::Script>, Error> {
        let Self { client, script_id } = self;
        let request = client
            .request(&operations::GET_SCRIPT)
            .path("/v1/scripts/")
            .segment(&script_id)
            .build()?;
        let response = client.exec(request, &operations::GET_SCRIPT).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(GetScript, types::Script);

/// Request builder for [`Client::delete_script`](super::Client::delete_script).
#[must_use = "no request is sent until the builder is awaited"]
pub struct DeleteScript<'a> {
    client: &'a super::Client,
    script_id: Result<crate::types::ScriptId, String>,
}

impl<'a> DeleteScript<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        script_id: impl crate::runtime::IntoArgument<crate::types::ScriptId>,
    ) -> Self {
        Self {
            client,
            script_id: script_id.into_argument("script_id"),
        }
    }
    /// Sends `DELETE /v1/scripts/{scriptId}`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<()>, Error> {
        let Self { client, script_id } = self;
        let request = client
            .request(&operations::DELETE_SCRIPT)
            .path("/v1/scripts/")
            .segment(&script_id)
            .build()?;
        let response = client.exec(request, &operations::DELETE_SCRIPT).await?;
        Ok(ResponseValue::empty(response))
    }
}
crate::runtime::into_future!(DeleteScript, ());

/// Request builder for [`Client::list_secrets`](super::Client::list_secrets).
#[must_use = "no request is sent until the builder is awaited"]
pub struct ListSecrets<'a> {
    client: &'a super::Client,
}

impl<'a> ListSecrets<'a> {
    #[inline]
    pub(super) fn new(client: &'a super::Client) -> Self {
        Self { client }
    }
    /// Sends `GET /v1/secrets`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::Secret>>, Error> {
        let Self { client } = self;
        let request = client
            .request(&operations::LIST_SECRETS)
            .path("/v1/secrets")
            .build()?;
        let response = client.exec(request, &operations::LIST_SECRETS).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(ListSecrets, ::std::vec::Vec < types::Secret >);

/// Request builder for [`Client::create_secret`](super::Client::create_secret).
#[must_use = "no request is sent until the builder is awaited"]
pub struct CreateSecret<'a> {
    client: &'a super::Client,
    body: Result<types::CreateSecret, String>,
}

impl<'a> CreateSecret<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        body: impl crate::runtime::IntoArgument<types::CreateSecret>,
    ) -> Self {
        Self {
            client,
            body: body.into_argument("body"),
        }
    }
    /// Sends `POST /v1/secrets`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<()>, Error> {
        let Self { client, body } = self;
        let request = client
            .request(&operations::CREATE_SECRET)
            .path("/v1/secrets")
            .json(body)
            .build()?;
        let response = client.exec(request, &operations::CREATE_SECRET).await?;
        Ok(ResponseValue::empty(response))
    }
}
crate::runtime::into_future!(CreateSecret, ());

/// Request builder for [`Client::delete_secret`](super::Client::delete_secret).
#[must_use = "no request is sent until the builder is awaited"]
pub struct DeleteSecret<'a> {
    client: &'a super::Client,
    secret_name: Result<crate::types::SecretName, String>,
    force: Result<Option<bool>, String>,
}

impl<'a> DeleteSecret<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        secret_name: impl crate::runtime::IntoArgument<crate::types::SecretName>,
    ) -> Self {
        Self {
            client,
            secret_name: secret_name.into_argument("secret_name"),
            force: Ok(None),
        }
    }
    /// Force delete the secret, even if it is used in deployments. Dangerous! may cause deployments to fail.
    pub fn force<Form>(
        mut self,
        value: impl crate::runtime::IntoOptional<bool, Form>,
    ) -> Self {
        self.force = value.into_optional("force");
        self
    }
    /// Sends `DELETE /v1/secrets/{secret_name}`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<()>, Error> {
        let Self { client, secret_name, force } = self;
        let request = client
            .request(&operations::DELETE_SECRET)
            .path("/v1/secrets/")
            .segment(&secret_name)
            .query("force", &force)
            .build()?;
        let response = client.exec(request, &operations::DELETE_SECRET).await?;
        Ok(ResponseValue::empty(response))
    }
}
crate::runtime::into_future!(DeleteSecret, ());

/// Request builder for [`Client::list_serverless_compute_resources`](super::Client::list_serverless_compute_resources).
#[must_use = "no request is sent until the builder is awaited"]
pub struct ListServerlessComputeResources<'a> {
    client: &'a super::Client,
}

impl<'a> ListServerlessComputeResources<'a> {
    #[inline]
    pub(super) fn new(client: &'a super::Client) -> Self {
        Self { client }
    }
    /// Sends `GET /v1/serverless-compute-resources`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<
        ResponseValue<::std::vec::Vec<types::ServerlessComputeResource>>,
        Error,
    > {
        let Self { client } = self;
        let request = client
            .request(&operations::LIST_SERVERLESS_COMPUTE_RESOURCES)
            .path("/v1/serverless-compute-resources")
            .build()?;
        let response = client
            .exec(request, &operations::LIST_SERVERLESS_COMPUTE_RESOURCES)
            .await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(
    ListServerlessComputeResources, ::std::vec::Vec < types::ServerlessComputeResource >
);

/// Request builder for [`Client::list_ssh_keys`](super::Client::list_ssh_keys).
#[must_use = "no request is sent until the builder is awaited"]
pub struct ListSshKeys<'a> {
    client: &'a super::Client,
}

impl<'a> ListSshKeys<'a> {
    #[inline]
    pub(super) fn new(client: &'a super::Client) -> Self {
        Self { client }
    }
    /// Sends `GET /v1/ssh-keys`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::SshKey>>, Error> {
        let Self { client } = self;
        let request = client
            .request(&operations::LIST_SSH_KEYS)
            .path("/v1/ssh-keys")
            .build()?;
        let response = client.exec(request, &operations::LIST_SSH_KEYS).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(ListSshKeys, ::std::vec::Vec < types::SshKey >);

/// Request builder for [`Client::create_ssh_key`](super::Client::create_ssh_key).
#[must_use = "no request is sent until the builder is awaited"]
pub struct CreateSshKey<'a> {
    client: &'a super::Client,
    body: Result<types::CreateSshKey, String>,
}

impl<'a> CreateSshKey<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        body: impl crate::runtime::IntoArgument<types::CreateSshKey>,
    ) -> Self {
        Self {
            client,
            body: body.into_argument("body"),
        }
    }
    /// Sends `POST /v1/ssh-keys`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<crate::types::SshKeyId>, Error> {
        let Self { client, body } = self;
        let request = client
            .request(&operations::CREATE_SSH_KEY)
            .path("/v1/ssh-keys")
            .json(body)
            .build()?;
        let response = client.exec(request, &operations::CREATE_SSH_KEY).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(CreateSshKey, crate ::types::SshKeyId);

/// Request builder for [`Client::delete_ssh_keys`](super::Client::delete_ssh_keys).
#[must_use = "no request is sent until the builder is awaited"]
pub struct DeleteSshKeys<'a> {
    client: &'a super::Client,
    body: Result<types::DeleteSshKeys, String>,
}

impl<'a> DeleteSshKeys<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        body: impl crate::runtime::IntoArgument<types::DeleteSshKeys>,
    ) -> Self {
        Self {
            client,
            body: body.into_argument("body"),
        }
    }
    /// Sends `DELETE /v1/ssh-keys`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<()>, Error> {
        let Self { client, body } = self;
        let request = client
            .request(&operations::DELETE_SSH_KEYS)
            .path("/v1/ssh-keys")
            .json(body)
            .build()?;
        let response = client.exec(request, &operations::DELETE_SSH_KEYS).await?;
        Ok(ResponseValue::empty(response))
    }
}
crate::runtime::into_future!(DeleteSshKeys, ());

/// Request builder for [`Client::get_ssh_key`](super::Client::get_ssh_key).
#[must_use = "no request is sent until the builder is awaited"]
pub struct GetSshKey<'a> {
    client: &'a super::Client,
    ssh_key_id: Result<crate::types::SshKeyId, String>,
}

impl<'a> GetSshKey<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        ssh_key_id: impl crate::runtime::IntoArgument<crate::types::SshKeyId>,
    ) -> Self {
        Self {
            client,
            ssh_key_id: ssh_key_id.into_argument("ssh_key_id"),
        }
    }
    /// Sends `GET /v1/ssh-keys/{sshKeyId}`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<types::SshKey>, Error> {
        let Self { client, ssh_key_id } = self;
        let request = client
            .request(&operations::GET_SSH_KEY)
            .path("/v1/ssh-keys/")
            .segment(&ssh_key_id)
            .build()?;
        let response = client.exec(request, &operations::GET_SSH_KEY).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(GetSshKey, types::SshKey);

/// Request builder for [`Client::delete_ssh_key`](super::Client::delete_ssh_key).
#[must_use = "no request is sent until the builder is awaited"]
pub struct DeleteSshKey<'a> {
    client: &'a super::Client,
    ssh_key_id: Result<crate::types::SshKeyId, String>,
}

impl<'a> DeleteSshKey<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        ssh_key_id: impl crate::runtime::IntoArgument<crate::types::SshKeyId>,
    ) -> Self {
        Self {
            client,
            ssh_key_id: ssh_key_id.into_argument("ssh_key_id"),
        }
    }
    /// Sends `DELETE /v1/ssh-keys/{sshKeyId}`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<()>, Error> {
        let Self { client, ssh_key_id } = self;
        let request = client
            .request(&operations::DELETE_SSH_KEY)
            .path("/v1/ssh-keys/")
            .segment(&ssh_key_id)
            .build()?;
        let response = client.exec(request, &operations::DELETE_SSH_KEY).await?;
        Ok(ResponseValue::empty(response))
    }
}
crate::runtime::into_future!(DeleteSshKey, ());

/// Request builder for [`Client::list_ssh_keys_legacy`](super::Client::list_ssh_keys_legacy).
#[must_use = "no request is sent until the builder is awaited"]
pub struct ListSshKeysLegacy<'a> {
    client: &'a super::Client,
}

impl<'a> ListSshKeysLegacy<'a> {
    #[inline]
    pub(super) fn new(client: &'a super::Client) -> Self {
        Self { client }
    }
    /// Sends `GET /v1/sshkeys`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::SshKey>>, Error> {
        let Self { client } = self;
        let request = client
            .request(&operations::LIST_SSH_KEYS_LEGACY)
            .path("/v1/sshkeys")
            .build()?;
        let response = client.exec(request, &operations::LIST_SSH_KEYS_LEGACY).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(ListSshKeysLegacy, ::std::vec::Vec < types::SshKey >);

/// Request builder for [`Client::create_ssh_key_legacy`](super::Client::create_ssh_key_legacy).
#[must_use = "no request is sent until the builder is awaited"]
pub struct CreateSshKeyLegacy<'a> {
    client: &'a super::Client,
    body: Result<types::CreateSshKey, String>,
}

impl<'a> CreateSshKeyLegacy<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        body: impl crate::runtime::IntoArgument<types::CreateSshKey>,
    ) -> Self {
        Self {
            client,
            body: body.into_argument("body"),
        }
    }
    /// Sends `POST /v1/sshkeys`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<crate::types::SshKeyId>, Error> {
        let Self { client, body } = self;
        let request = client
            .request(&operations::CREATE_SSH_KEY_LEGACY)
            .path("/v1/sshkeys")
            .json(body)
            .build()?;
        let response = client.exec(request, &operations::CREATE_SSH_KEY_LEGACY).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(CreateSshKeyLegacy, crate ::types::SshKeyId);

/// Request builder for [`Client::delete_ssh_keys_legacy`](super::Client::delete_ssh_keys_legacy).
#[must_use = "no request is sent until the builder is awaited"]
pub struct DeleteSshKeysLegacy<'a> {
    client: &'a super::Client,
    body: Result<types::DeleteSshKeys, String>,
}

impl<'a> DeleteSshKeysLegacy<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        body: impl crate::runtime::IntoArgument<types::DeleteSshKeys>,
    ) -> Self {
        Self {
            client,
            body: body.into_argument("body"),
        }
    }
    /// Sends `DELETE /v1/sshkeys`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<()>, Error> {
        let Self { client, body } = self;
        let request = client
            .request(&operations::DELETE_SSH_KEYS_LEGACY)
            .path("/v1/sshkeys")
            .json(body)
            .build()?;
        let response = client.exec(request, &operations::DELETE_SSH_KEYS_LEGACY).await?;
        Ok(ResponseValue::empty(response))
    }
}
crate::runtime::into_future!(DeleteSshKeysLegacy, ());

/// Request builder for [`Client::get_ssh_key_legacy`](super::Client::get_ssh_key_legacy).
#[must_use = "no request is sent until the builder is awaited"]
pub struct GetSshKeyLegacy<'a> {
    client: &'a super::Client,
    ssh_key_id: Result<crate::types::SshKeyId, String>,
}

impl<'a> GetSshKeyLegacy<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        ssh_key_id: impl crate::runtime::IntoArgument<crate::types::SshKeyId>,
    ) -> Self {
        Self {
            client,
            ssh_key_id: ssh_key_id.into_argument("ssh_key_id"),
        }
    }
    /// Sends `GET /v1/sshkeys/{sshKeyId}`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<types::SshKey>, Error> {
        let Self { client, ssh_key_id } = self;
        let request = client
            .request(&operations::GET_SSH_KEY_LEGACY)
            .path("/v1/sshkeys/")
            .segment(&ssh_key_id)
            .build()?;
        let response = client.exec(request, &operations::GET_SSH_KEY_LEGACY).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(GetSshKeyLegacy, types::SshKey);

/// Request builder for [`Client::delete_ssh_key_legacy`](super::Client::delete_ssh_key_legacy).
#[must_use = "no request is sent until the builder is awaited"]
pub struct DeleteSshKeyLegacy<'a> {
    client: &'a super::Client,
    ssh_key_id: Result<crate::types::SshKeyId, String>,
}

impl<'a> DeleteSshKeyLegacy<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        ssh_key_id: impl crate::runtime::IntoArgument<crate::types::SshKeyId>,
    ) -> Self {
        Self {
            client,
            ssh_key_id: ssh_key_id.into_argument("ssh_key_id"),
        }
    }
    /// Sends `DELETE /v1/sshkeys/{sshKeyId}`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<()>, Error> {
        let Self { client, ssh_key_id } = self;
        let request = client
            .request(&operations::DELETE_SSH_KEY_LEGACY)
            .path("/v1/sshkeys/")
            .segment(&ssh_key_id)
            .build()?;
        let response = client.exec(request, &operations::DELETE_SSH_KEY_LEGACY).await?;
        Ok(ResponseValue::empty(response))
    }
}
crate::runtime::into_future!(DeleteSshKeyLegacy, ());

/// Request builder for [`Client::list_volume_types`](super::Client::list_volume_types).
#[must_use = "no request is sent until the builder is awaited"]
pub struct ListVolumeTypes<'a> {
    client: &'a super::Client,
}

impl<'a> ListVolumeTypes<'a> {
    #[inline]
    pub(super) fn new(client: &'a super::Client) -> Self {
        Self { client }
    }
    /// Sends `GET /v1/volume-types`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::VolumeType>>, Error> {
        let Self { client } = self;
        let request = client
            .request(&operations::LIST_VOLUME_TYPES)
            .path("/v1/volume-types")
            .build()?;
        let response = client.exec(request, &operations::LIST_VOLUME_TYPES).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(ListVolumeTypes, ::std::vec::Vec < types::VolumeType >);

/// Request builder for [`Client::list_volumes`](super::Client::list_volumes).
#[must_use = "no request is sent until the builder is awaited"]
pub struct ListVolumes<'a> {
    client: &'a super::Client,
    status: Result<Option<crate::types::VolumeStatus>, String>,
}

impl<'a> ListVolumes<'a> {
    #[inline]
    pub(super) fn new(client: &'a super::Client) -> Self {
        Self { client, status: Ok(None) }
    }
    /// Get volumes with this status. Optional.
    pub fn status<Form>(
        mut self,
        value: impl crate::runtime::IntoOptional<crate::types::VolumeStatus, Form>,
    ) -> Self {
        self.status = value.into_optional("status");
        self
    }
    /// Sends `GET /v1/volumes`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::Volume>>, Error> {
        let Self { client, status } = self;
        let request = client
            .request(&operations::LIST_VOLUMES)
            .path("/v1/volumes")
            .query("status", &status)
            .build()?;
        let response = client.exec(request, &operations::LIST_VOLUMES).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(ListVolumes, ::std::vec::Vec < types::Volume >);

/// Request builder for [`Client::perform_volume_actions`](super::Client::perform_volume_actions).
#[must_use = "no request is sent until the builder is awaited"]
pub struct PerformVolumeActions<'a> {
    client: &'a super::Client,
    body: Result<types::PerformVolumeActions, String>,
}

impl<'a> PerformVolumeActions<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        body: impl crate::runtime::IntoArgument<types::PerformVolumeActions>,
    ) -> Self {
        Self {
            client,
            body: body.into_argument("body"),
        }
    }
    /// Sends `PUT /v1/volumes`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<::std::vec::Vec<crate::types::VolumeId>>, Error> {
        let Self { client, body } = self;
        let request = client
            .request(&operations::PERFORM_VOLUME_ACTIONS)
            .path("/v1/volumes")
            .json(body)
            .build()?;
        let response = client.exec(request, &operations::PERFORM_VOLUME_ACTIONS).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(
    PerformVolumeActions, ::std::vec::Vec < crate ::types::VolumeId >
);

/// Request builder for [`Client::create_volume`](super::Client::create_volume).
#[must_use = "no request is sent until the builder is awaited"]
pub struct CreateVolume<'a> {
    client: &'a super::Client,
    body: Result<types::CreateVolume, String>,
}

impl<'a> CreateVolume<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        body: impl crate::runtime::IntoArgument<types::CreateVolume>,
    ) -> Self {
        Self {
            client,
            body: body.into_argument("body"),
        }
    }
    /// Sends `POST /v1/volumes`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<crate::types::VolumeId>, Error> {
        let Self { client, body } = self;
        let request = client
            .request(&operations::CREATE_VOLUME)
            .path("/v1/volumes")
            .json(body)
            .build()?;
        let response = client.exec(request, &operations::CREATE_VOLUME).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(CreateVolume, crate ::types::VolumeId);

/// Request builder for [`Client::list_volumes_in_trash`](super::Client::list_volumes_in_trash).
#[must_use = "no request is sent until the builder is awaited"]
pub struct ListVolumesInTrash<'a> {
    client: &'a super::Client,
}

impl<'a> ListVolumesInTrash<'a> {
    #[inline]
    pub(super) fn new(client: &'a super::Client) -> Self {
        Self { client }
    }
    /// Sends `GET /v1/volumes/trash`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::TrashedVolume>>, Error> {
        let Self { client } = self;
        let request = client
            .request(&operations::LIST_VOLUMES_IN_TRASH)
            .path("/v1/volumes/trash")
            .build()?;
        let response = client.exec(request, &operations::LIST_VOLUMES_IN_TRASH).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(
    ListVolumesInTrash, ::std::vec::Vec < types::TrashedVolume >
);

/// Request builder for [`Client::get_volume`](super::Client::get_volume).
#[must_use = "no request is sent until the builder is awaited"]
pub struct GetVolume<'a> {
    client: &'a super::Client,
    volume_id: Result<crate::types::VolumeId, String>,
}

impl<'a> GetVolume<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        volume_id: impl crate::runtime::IntoArgument<crate::types::VolumeId>,
    ) -> Self {
        Self {
            client,
            volume_id: volume_id.into_argument("volume_id"),
        }
    }
    /// Sends `GET /v1/volumes/{volume_id}`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(
        self,
    ) -> Result<ResponseValue<crate::types::VolumeDetails>, Error> {
        let Self { client, volume_id } = self;
        let request = client
            .request(&operations::GET_VOLUME)
            .path("/v1/volumes/")
            .segment(&volume_id)
            .build()?;
        let response = client.exec(request, &operations::GET_VOLUME).await?;
        ResponseValue::from_response(response)
    }
}
crate::runtime::into_future!(GetVolume, crate ::types::VolumeDetails);

/// Request builder for [`Client::delete_volume`](super::Client::delete_volume).
#[must_use = "no request is sent until the builder is awaited"]
pub struct DeleteVolume<'a> {
    client: &'a super::Client,
    volume_id: Result<crate::types::VolumeId, String>,
    body: Result<types::DeleteVolume, String>,
}

impl<'a> DeleteVolume<'a> {
    #[inline]
    pub(super) fn new(
        client: &'a super::Client,
        volume_id: impl crate::runtime::IntoArgument<crate::types::VolumeId>,
        body: impl crate::runtime::IntoArgument<types::DeleteVolume>,
    ) -> Self {
        Self {
            client,
            volume_id: volume_id.into_argument("volume_id"),
            body: body.into_argument("body"),
        }
    }
    /// Sends `DELETE /v1/volumes/{volume_id}`.
    ///
    /// # Errors
    ///
    /// An [`Error`](crate::Error) if an argument is invalid, no response arrives, or the response is an error or cannot be decoded.
    #[inline]
    pub async fn send(self) -> Result<ResponseValue<()>, Error> {
        let Self { client, volume_id, body } = self;
        let request = client
            .request(&operations::DELETE_VOLUME)
            .path("/v1/volumes/")
            .segment(&volume_id)
            .json(body)
            .build()?;
        let response = client.exec(request, &operations::DELETE_VOLUME).await?;
        Ok(ResponseValue::empty(response))
    }
}
crate::runtime::into_future!(DeleteVolume, ());
