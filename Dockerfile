# The gateway in a container.
#
#   docker build --tag lrs-gateway .
#   docker run --rm --publish 8080:8080 lrs-gateway
#
# Without a command it serves the sandbox. For production see compose.yaml.

FROM python:3.12-slim AS build
WORKDIR /source
COPY . .
RUN python -m pip wheel --no-cache-dir --no-deps --wheel-dir /wheels .

FROM python:3.12-slim
RUN useradd --system --create-home --home-dir /var/lib/lrs-gateway lrs
COPY --from=build /wheels /wheels
COPY constraints/python.txt /wheels/
RUN python -m pip install --no-cache-dir --constraint /wheels/python.txt \
        "$(echo /wheels/*.whl)[postgresql]" \
    && rm -r /wheels
USER lrs
WORKDIR /var/lib/lrs-gateway
ENV PYTHONUNBUFFERED=1
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/health', timeout=4)"]
CMD ["lrs-gateway", "sandbox", "--host", "0.0.0.0"]
