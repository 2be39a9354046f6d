//! The operating system images.

use crate::model::ids::catalogue_id;

/// One image.
#[derive(Debug)]
pub(crate) struct Image {
    pub(crate) image_type: &'static str,
    pub(crate) os_name: &'static str,
    pub(crate) details: &'static [&'static str],
    pub(crate) is_default: bool,
    pub(crate) is_cluster: bool,
    pub(crate) needs_gpu: bool,
    /// Whether its CUDA version has dropped older GPUs.
    pub(crate) needs_recent_gpu: bool,
    pub(crate) has_jupyter: bool,
}

/// What most images are.
const PLAIN: Image = Image {
    image_type: "",
    os_name: "",
    details: &[],
    is_default: false,
    is_cluster: false,
    needs_gpu: false,
    needs_recent_gpu: false,
    has_jupyter: false,
};

pub(crate) static IMAGES: [Image; 13] = [
    Image {
        image_type: "ubuntu-24.04",
        os_name: "Ubuntu 24.04",
        details: &["Ubuntu 24.04", "Minimal Image"],
        is_default: true,
        ..PLAIN
    },
    Image { image_type: "ubuntu-22.04", os_name: "Ubuntu 22.04", details: &["Ubuntu 22.04", "Minimal Image"], ..PLAIN },
    Image { image_type: "debian-12", os_name: "Debian 12", details: &["Debian 12", "Minimal Image"], ..PLAIN },
    Image {
        image_type: "ubuntu-24.04-cuda-12.8-open",
        os_name: "Ubuntu 24.04",
        details: &["Ubuntu 24.04", "CUDA 12.8 Open"],
        needs_gpu: true,
        ..PLAIN
    },
    Image {
        image_type: "ubuntu-22.04-cuda-12.4-docker",
        os_name: "Ubuntu 22.04",
        details: &["Ubuntu 22.04", "CUDA 12.4", "Docker"],
        needs_gpu: true,
        ..PLAIN
    },
    Image {
        image_type: "ubuntu-22.04-cuda-12.4-jupyter",
        os_name: "Ubuntu 22.04",
        details: &["Ubuntu 22.04", "CUDA 12.4", "Jupyter"],
        needs_gpu: true,
        has_jupyter: true,
        ..PLAIN
    },
    Image {
        image_type: "ubuntu-22.04-cuda-12.4-cluster",
        os_name: "Ubuntu 22.04",
        details: &["Ubuntu 22.04", "CUDA 12.4"],
        is_cluster: true,
        needs_gpu: true,
        ..PLAIN
    },
    Image {
        image_type: "ubuntu-24.04-cuda-12.8-cluster",
        os_name: "Ubuntu 24.04",
        details: &["Ubuntu 24.04", "CUDA 12.8"],
        is_default: true,
        is_cluster: true,
        needs_gpu: true,
        ..PLAIN
    },
    Image {
        image_type: "ubuntu-24.04-cuda-12.8-open-docker",
        os_name: "Ubuntu 24.04",
        details: &["Ubuntu 24.04", "CUDA 12.8 Open", "Docker"],
        needs_gpu: true,
        ..PLAIN
    },
    Image {
        image_type: "ubuntu-24.04-cuda-13.0-open-docker",
        os_name: "Ubuntu 24.04",
        details: &["Ubuntu 24.04", "CUDA 13.0 Open", "Docker"],
        needs_gpu: true,
        needs_recent_gpu: true,
        ..PLAIN
    },
    Image {
        image_type: "ubuntu-22.04-cuda-12.0-docker",
        os_name: "Ubuntu 22.04",
        details: &["Ubuntu 22.04", "CUDA 12.0", "Docker"],
        needs_gpu: true,
        ..PLAIN
    },
    Image {
        image_type: "ubuntu-22.04-cuda-12.3",
        os_name: "Ubuntu 22.04",
        details: &["Ubuntu 22.04", "CUDA 12.3"],
        needs_gpu: true,
        ..PLAIN
    },
    Image {
        image_type: "ubuntu-22.04-cuda-12.9-cluster",
        os_name: "Ubuntu 22.04",
        details: &["Ubuntu 22.04", "CUDA 12.9"],
        is_cluster: true,
        needs_gpu: true,
        ..PLAIN
    },
];

/// The image for instances of this type, or with this id.
pub(crate) fn find_for_instances(name: &str) -> Option<&'static Image> {
    find(name).filter(|image| !image.is_cluster)
}

/// The image for clusters of this type, or with this id.
pub(crate) fn find_for_clusters(name: &str) -> Option<&'static Image> {
    find(name).filter(|image| image.is_cluster)
}

fn find(name: &str) -> Option<&'static Image> {
    let mut images = IMAGES.iter().enumerate();
    images.find(|(index, image)| image.image_type == name || image_id(*index) == name).map(|(_, image)| image)
}

pub(crate) fn image_id(index: usize) -> String {
    catalogue_id(2, index)
}
