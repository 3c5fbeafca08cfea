# SPDX-License-Identifier: Apache-2.0
# One image for every way to run Sluice: a Flex Template's launcher starts it by its entry point, Kubernetes and cron
# by `sluice`. So the digest that the system test ran is the digest that is deployed, wherever. The launcher that a
# cron job does not need costs some megabytes; two images would cost the proof.
#
# Bases have no defaults: each build names them by digest (scripts/delivery/pin-images prints today's).
#   docker build --build-arg MAVEN_IMAGE=…@sha256:… --build-arg LAUNCHER_IMAGE=…@sha256:… \
#     --build-arg SLUICE_COMMIT="$(git rev-parse HEAD)" .
ARG MAVEN_IMAGE
ARG GO_IMAGE
ARG TERRAFORM_IMAGE
ARG DOCKER_IMAGE
ARG LAUNCHER_IMAGE

# What other stages only copy from.
FROM ${GO_IMAGE} AS go
FROM ${TERRAFORM_IMAGE} AS terraform
FROM ${DOCKER_IMAGE} AS docker

# Where .ci/run runs: a JDK with Maven, Go for the servers that stand in for Google Cloud, Python and Terraform for
# what is deployed, and a client of Docker for the system test. It is never pushed.
FROM ${MAVEN_IMAGE} AS ci
# Versions are those of the base's release, which its digest fixes as far as Debian and Ubuntu let it.
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install --yes --no-install-recommends git python3 python3-venv \
  && rm -rf /var/lib/apt/lists/*
COPY --from=go /usr/local/go /usr/local/go
COPY --from=terraform /bin/terraform /usr/local/bin/terraform
COPY --from=docker /usr/local/bin/docker /usr/local/bin/docker
ENV PATH=/usr/local/go/bin:${PATH}

FROM ${MAVEN_IMAGE} AS build
WORKDIR /build
COPY pom.xml LICENSE install.sh sluice ./
COPY .mvn .mvn
# Dependencies change less often than sources: this layer is kept.
RUN mvn -q -B dependency:go-offline
COPY src/main src/main
COPY schemas schemas
COPY templates templates
ARG SLUICE_COMMIT
# What people install is what is deployed: the image holds the archive, without the libraries of other systems.
RUN mvn -q -B -Dmaven.test.skip=true -Dcommit="${SLUICE_COMMIT}" package \
  && mkdir /opt/sluice \
  && tar -xzf target/sluice-*.tar.gz -C /opt/sluice --strip-components=1 --exclude='*.so_macos_*'

FROM ${LAUNCHER_IMAGE} AS sluice
COPY --from=build /opt/sluice /opt/sluice
# The class archive belongs to this very Java: it is made here, once, and is then only read.
RUN ln -s /opt/sluice/bin/sluice /usr/local/bin/sluice \
  && sluice --version \
  && chmod -R a+rX,go-w /opt/sluice

ARG SLUICE_COMMIT
# Java, however it is started, calls files by names in UTF-8.
ENV LC_ALL=C.UTF-8 \
  SLUICE_COMMIT=${SLUICE_COMMIT} \
  FLEX_TEMPLATE_JAVA_MAIN_CLASS=dev.sluice.launch.TemplateMain \
  FLEX_TEMPLATE_JAVA_CLASSPATH=/opt/sluice/lib/sluice.jar \
  FLEX_TEMPLATE_JAVA_OPTIONS=--add-opens=java.base/java.nio=ALL-UNNAMED
LABEL org.opencontainers.image.title="Sluice" \
  org.opencontainers.image.description="Data pipelines a team can trust, as one Apache Beam graph." \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.revision="${SLUICE_COMMIT}"

# By number, so that Kubernetes can see that it is not root.
USER 10001:10001
WORKDIR /tmp
ENTRYPOINT ["/opt/google/dataflow/java_template_launcher"]
