# Two images from one build: `--target web` and `--target workers`.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json nuget.config Directory.*.props BannedSymbols.txt .editorconfig ./
COPY .feed .feed
COPY Portal.Core/Portal.Core.csproj Portal.Core/
COPY Portal.Kafka/Portal.Kafka.csproj Portal.Kafka/
COPY Portal.Schemas/Portal.Schemas.csproj Portal.Schemas/
COPY Portal.Engines/Portal.Engines.csproj Portal.Engines/
COPY Portal.Web/Portal.Web.csproj Portal.Web/
COPY Portal.Web/Build Portal.Web/Build
COPY Portal.Workers/Portal.Workers.csproj Portal.Workers/
RUN dotnet restore Portal.Web && dotnet restore Portal.Workers
COPY db db
COPY setup/restored.sql setup/restored-dues.sql setup/restored.txt setup/
COPY Portal.Core Portal.Core
COPY Portal.Kafka Portal.Kafka
COPY Portal.Schemas Portal.Schemas
COPY Portal.Engines Portal.Engines
COPY Portal.Web Portal.Web
COPY Portal.Workers Portal.Workers
RUN dotnet publish Portal.Web -c Release --no-restore -o /out/web \
    && dotnet publish Portal.Workers -c Release --no-restore -o /out/workers \
    && chmod -R a+rX /out \
    && ls -l /out/web/wwwroot/_framework/blazor.web.js

# What both run on: not as root, the shared keys in a folder of that user, health asked without curl. Files of a checkout made
# under umask 077 are made readable for that user.
FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS runtime
COPY setup/http.sh /portal/http.sh
RUN chmod 644 /portal/http.sh && mkdir /keys && chown "$APP_UID" /keys
WORKDIR /app
ENV Portal__KeysDirectory=/keys
EXPOSE 8080
USER $APP_UID
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 \
    CMD ["bash", "-c", "source /portal/http.sh && http GET 8080 /health/ready"]

FROM runtime AS workers
COPY --from=build /out/workers .
ENTRYPOINT ["dotnet", "Portal.Workers.dll"]

FROM runtime AS web
COPY --from=build /out/web .
ENTRYPOINT ["dotnet", "Portal.Web.dll"]
