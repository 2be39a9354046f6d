//! Images of operating systems.

use verda_api::types::Image;

use super::decodable;
use crate::client::Client;
use crate::error::Error;
use crate::lookup::{HasName, look_up};

impl HasName for Image {
    const RESOURCE: &'static str = "image";
    const MEMBERS: &'static [&'static str] = &["id", "image_type", "name"];
    const NAME: &'static str = "id, type or name";

    fn names(&self) -> Vec<&str> {
        [self.id.as_str(), self.image_type.as_str()].into_iter().chain(self.name.as_deref()).collect()
    }

    fn reference(&self) -> String {
        self.image_type.clone()
    }

    fn is_same(found: &str, wanted: &str) -> bool {
        found.eq_ignore_ascii_case(wanted)
    }
}

impl Client {
    /// The image for instances with this type, id or name, in any case. Orders take its `image_type`. One request; safe to
    /// repeat.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// let image = client.find_image("ubuntu-24.04-cuda-12.8-open").await?;
    /// let offer = client.find_instance_types().gpu("H100").supports_image(&image.image_type).cheapest().await?;
    /// let Some(offer) = offer else { return Ok(()) };
    /// let order = offer.order()?.image(&image.image_type).hostname("node-1");
    /// client.deploy_instance(order).await?;
    /// // What is misspelt is told with what is meant.
    /// let error = client.find_image("ubuntu-24.04-cuda-12.8-opne").await.unwrap_err();
    /// assert!(error.is_not_found() && error.to_string().contains("`ubuntu-24.04-cuda-12.8-open`"));
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Lookup`](crate::ErrorKind::Lookup) if no image is called so, or several are, which share names such as
    /// `Ubuntu 24.04`: see [`LookupError`](crate::LookupError). Those of the call.
    pub async fn find_image(&self, image: &str) -> Result<Image, Error> {
        look_up("find_image", "list_images", image, self.raw().list_images().send()).await
    }

    /// The images for instances that have all of these words in their type, name, category or details, in any case and any
    /// order; without words, all of them. Empty if there is none. One request; safe to repeat.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// for image in client.find_images("ubuntu 22.04 cuda docker").await? {
    ///     println!("{}", image.image_type); // ubuntu-22.04-cuda-12.4-docker
    ///     # assert!(image.image_type.starts_with("ubuntu-22.04") && image.image_type.contains("docker"));
    /// }
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// Those of the call; [`ErrorKind::UnexpectedResponse`](crate::ErrorKind::UnexpectedResponse) if none was found in a list of
    /// which a part could not be decoded.
    pub async fn find_images(&self, words: &str) -> Result<Vec<Image>, Error> {
        let (mut images, unread) = decodable("list_images", self.raw().list_images().send().await?)?;
        let wanted = words_of(words);
        images.retain(|image| {
            let texts = [&image.name, &image.category].into_iter().flatten().chain(image.details.iter().flatten());
            let has: Vec<String> = texts.chain([&image.image_type]).flat_map(|text| words_of(text)).collect();
            wanted.iter().all(|word| has.contains(word))
        });
        match unread {
            Some(unread) if images.is_empty() => Err(unread),
            _ => Ok(images),
        }
    }
}

/// The words of a text; a version such as `24.04` is one.
fn words_of(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '.');
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}
