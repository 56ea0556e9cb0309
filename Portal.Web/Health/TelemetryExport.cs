using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Portal.Web.Health;

/// <summary>
/// Sends traces and metrics of pages, API and store by OTLP where an endpoint is named, by the same options as the
/// workers; otherwise nothing is collected at all.
/// </summary>
public static class TelemetryExport
{
    private const string Standard = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Ours = "Portal:Telemetry:Otlp";
    private const string StandardProtocol = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const string OurProtocol = "Portal:Telemetry:Protocol";
    private const string Beat = "Portal:Telemetry:Every";
    private const string Service = "portal-web";

    // What ASP.NET Core, Blazor and the driver of the store tell by themselves.
    private static readonly string[] Sources = ["Portal.*", "Microsoft.AspNetCore", "Npgsql"];
    private static readonly string[] Meters = ["Portal.*", "Microsoft.AspNetCore.*", "Npgsql"];

    public static void AddPortalTelemetry(this WebApplicationBuilder builder)
    {
        var named = builder.Configuration[Ours] ?? builder.Configuration[Standard];
        if (string.IsNullOrWhiteSpace(named))
        {
            return;
        }

        var endpoint = Uri.TryCreate(named, UriKind.Absolute, out var uri)
            ? uri
            : throw new InvalidOperationException(
                $"{Ours} has to be an address such as http://127.0.0.1:4317, not {named}."
            );
        var protocol = (builder.Configuration[OurProtocol] ?? builder.Configuration[StandardProtocol]) switch
        {
            null or "" or "grpc" => OtlpExportProtocol.Grpc,
            "http/protobuf" => OtlpExportProtocol.HttpProtobuf,
            var other => throw new InvalidOperationException($"{OurProtocol} is grpc or http/protobuf, not {other}."),
        };
        var every = builder.Configuration.GetValue<TimeSpan?>(Beat) ?? TimeSpan.FromMinutes(1);
        builder.Services.AddHostedService(_ => new Export(endpoint, protocol, every));
    }

    private sealed class Export(Uri endpoint, OtlpExportProtocol protocol, TimeSpan every) : IHostedService
    {
        private readonly List<IDisposable> providers = [];

        public Task StartAsync(CancellationToken cancellationToken)
        {
            var resource = ResourceBuilder.CreateDefault().AddService(Service);
            providers.Add(
                Sdk.CreateTracerProviderBuilder()
                    .SetResourceBuilder(resource)
                    .AddSource(Sources)
                    .AddOtlpExporter(o => To(o, "v1/traces"))
                    .Build()
            );
            providers.Add(
                Sdk.CreateMeterProviderBuilder()
                    .SetResourceBuilder(resource)
                    .AddMeter(Meters)
                    .AddOtlpExporter(
                        (o, reader) =>
                        {
                            To(o, "v1/metrics");
                            reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)
                                every.TotalMilliseconds;
                        }
                    )
                    .Build()
            );
            return Task.CompletedTask;
        }

        // What was not sent yet is sent on disposal.
        public Task StopAsync(CancellationToken cancellationToken)
        {
            providers.ForEach(provider => provider.Dispose());
            return Task.CompletedTask;
        }

        // Over HTTP each kind has an address of its own below the one that is named.
        private void To(OtlpExporterOptions options, string kind)
        {
            options.Protocol = protocol;
            options.Endpoint =
                protocol == OtlpExportProtocol.HttpProtobuf
                    ? new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/{kind}")
                    : endpoint;
        }
    }
}
