ARG BASE=debian:latest
FROM ${BASE} AS build
ARG REPOSITORY_TOKEN
FROM eclipse-temurin:17
ADD https://example.com/tool.tar.gz /opt
USER 10001
RUN true \
  && true
USER root
ENTRYPOINT /opt/run
