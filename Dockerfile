# syntax=docker/dockerfile:1

# The build stage has a compiler and CMake; nothing of it goes into the image that runs.
FROM rust:1.95-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends cmake \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked -p gatehouse \
    && install -D -m 0755 target/release/gatehouse /out/usr/local/bin/gatehouse \
    && strip --strip-debug /out/usr/local/bin/gatehouse \
    && install -d -m 0700 -o 10001 -g 10001 /out/var/lib/gatehouse \
    && install -d -m 0755 /out/etc/gatehouse

FROM debian:bookworm-slim
# The proxy reads the system's certificates at its start, even when every upstream is plain http.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /out/ /
USER 10001:10001
WORKDIR /var/lib/gatehouse
VOLUME ["/var/lib/gatehouse"]
# Addresses come from the configuration: inside a container, listen on 0.0.0.0. The management port is not to be published.
EXPOSE 8080
STOPSIGNAL SIGTERM
# Readiness is GET /readyz on the management address; ask it from outside, since there is no client in here.
HEALTHCHECK NONE
ENTRYPOINT ["/usr/local/bin/gatehouse"]
CMD ["serve", "--config", "/etc/gatehouse/gatehouse.toml"]
