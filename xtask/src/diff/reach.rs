//! Which roots lead to which nodes of a graph: one walk, however many roots and however long the chains.

use std::rc::Rc;

/// A set of roots, shared by the nodes that have the same.
pub(crate) type Roots = Rc<[usize]>;

/// For each node that is wanted, the labels of the roots that lead to it, sorted; `step` is called for each step of work.
pub(crate) fn reach(
    edges: &[Vec<usize>],
    roots: &[(usize, usize)],
    wanted: &[usize],
    step: &dyn Fn(usize),
) -> Vec<Roots> {
    let matters = leading_to(edges, wanted, step);
    let groups = groups(edges, &matters, step);
    let mut group_of = vec![usize::MAX; edges.len()];
    for (group, nodes) in groups.iter().enumerate() {
        nodes.iter().for_each(|node| group_of[*node] = group);
    }
    let mut come: Vec<Vec<Roots>> = vec![Vec::new(); groups.len()];
    let mut own: Vec<Vec<usize>> = vec![Vec::new(); groups.len()];
    for (label, node) in roots.iter().filter(|(_, node)| matters[*node]) {
        own[group_of[*node]].push(*label);
    }
    let mut found: Vec<Roots> = vec![Roots::from([]); groups.len()];
    let mut is_wanted = vec![false; groups.len()];
    wanted.iter().for_each(|node| is_wanted[group_of[*node]] = true);
    // Groups stand behind those that they lead to.
    for group in (0..groups.len()).rev() {
        let mut sets = std::mem::take(&mut come[group]);
        if !own[group].is_empty() {
            sets.push(Roots::from(std::mem::take(&mut own[group])));
        }
        let roots = union(sets, step);
        let mut next: Vec<usize> = groups[group]
            .iter()
            .flat_map(|node| &edges[*node])
            .filter(|node| matters[**node])
            .map(|node| group_of[*node])
            .filter(|other| *other != group)
            .collect();
        next.sort_unstable();
        next.dedup();
        for other in next {
            step(1);
            come[other].push(Rc::clone(&roots));
        }
        if is_wanted[group] {
            found[group] = roots;
        }
    }
    wanted.iter().map(|node| Rc::clone(&found[group_of[*node]])).collect()
}

fn union(mut sets: Vec<Roots>, step: &dyn Fn(usize)) -> Roots {
    sets.sort_by_key(|set| Rc::as_ptr(set).addr());
    sets.dedup_by(|a, b| Rc::ptr_eq(a, b));
    if let [only] = &sets[..]
        && only.is_sorted_by(|a, b| a < b)
    {
        return Rc::clone(only);
    }
    let mut all: Vec<usize> = sets.iter().flat_map(|set| set.iter().copied()).collect();
    step(all.len());
    all.sort_unstable();
    all.dedup();
    Roots::from(all)
}

/// Which nodes lead to one that is wanted.
fn leading_to(edges: &[Vec<usize>], wanted: &[usize], step: &dyn Fn(usize)) -> Vec<bool> {
    let mut matters = vec![false; edges.len()];
    if wanted.is_empty() {
        return matters;
    }
    let mut back: Vec<Vec<usize>> = vec![Vec::new(); edges.len()];
    for (node, next) in edges.iter().enumerate() {
        step(next.len());
        next.iter().for_each(|other| back[*other].push(node));
    }
    let mut open = wanted.to_vec();
    while let Some(node) = open.pop() {
        if !std::mem::replace(&mut matters[node], true) {
            step(1);
            open.extend(&back[node]);
        }
    }
    matters
}

/// The nodes in groups that lead to each other (Tarjan's algorithm), each behind those that it leads to.
fn groups(edges: &[Vec<usize>], matters: &[bool], step: &dyn Fn(usize)) -> Vec<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let mut number = vec![NEW; edges.len()];
    let mut lowest = vec![NEW; edges.len()];
    let mut is_open = vec![false; edges.len()];
    let (mut open, mut groups, mut count) = (Vec::new(), Vec::new(), 0);
    for start in (0..edges.len()).filter(|node| matters[*node]) {
        // A node, and how many of its edges were followed.
        let mut way = vec![(start, 0)];
        if number[start] != NEW {
            continue;
        }
        while let Some((node, followed)) = way.pop() {
            step(1);
            if followed == 0 {
                (number[node], lowest[node]) = (count, count);
                count += 1;
                open.push(node);
                is_open[node] = true;
            }
            match edges[node].get(followed) {
                Some(next) => {
                    way.push((node, followed + 1));
                    if matters[*next] && number[*next] == NEW {
                        way.push((*next, 0));
                    } else if matters[*next] && is_open[*next] {
                        lowest[node] = lowest[node].min(number[*next]);
                    }
                }
                None => {
                    if lowest[node] == number[node] {
                        let from = open.iter().rposition(|other| *other == node).unwrap_or(0);
                        let group = open.split_off(from);
                        group.iter().for_each(|node| is_open[*node] = false);
                        groups.push(group);
                    }
                    if let Some((parent, _)) = way.last() {
                        lowest[*parent] = lowest[*parent].min(lowest[node]);
                    }
                }
            }
        }
    }
    groups
}
