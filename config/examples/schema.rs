//! Prints the JSON schema of `gatehouse.toml`, to be kept as `config/gatehouse.schema.json`.

fn main() {
    println!("{:#}", gatehouse_config::schema());
}
