//! A secret has no `Display`.

use verda_api_ext::SecretString;

fn print(secret: &SecretString) {
    println!("{secret}");
}

fn main() {}
