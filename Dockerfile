# The full executable `sentinel` on .NET for Alpine: small, runs as a user without rights, and has the wget its health check needs.
ARG DOTNET=10.0

FROM mcr.microsoft.com/dotnet/sdk:${DOTNET}-alpine AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY eng/BannedSymbols.txt eng/
COPY config/prices.json config/sentinel.schema.json config/
COPY config/scenarios config/scenarios
COPY src src
RUN dotnet publish src/Sentinel -c Release -o /app

FROM mcr.microsoft.com/dotnet/aspnet:${DOTNET}-alpine
COPY --from=build /app /app
# What it keeps: the database, or the spool before InfluxDB.
RUN install -d -o "$APP_UID" /data
WORKDIR /data
VOLUME /data
USER $APP_UID
EXPOSE 4100 4101
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD wget -q -O /dev/null http://127.0.0.1:4101/healthz || exit 1
ENTRYPOINT ["dotnet", "/app/sentinel.dll"]
