using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Portal.Engines;

/// <summary>What a process tells of itself, and under which name.</summary>
/// <param name="Sources">Names of traces; a star stands for the rest of a name.</param>
/// <param name="Meters">The same of metrics.</param>
public sealed record TelemetrySource(string Service, string[] Sources, string[] Meters);

/// <summary>Sends traces and metrics by OTLP where an endpoint is named; otherwise nothing is collected at all.</summary>
public static class TelemetryExport
{
    // OpenTelemetry's own name for it, and ours.
    private const string Standard = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Ours = "Portal:Telemetry:Otlp";
    private const string StandardProtocol = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const string OurProtocol = "Portal:Telemetry:Protocol";
    private const string Interval = "Portal:Telemetry:Every";

    public static void AddTelemetry(this IHostApplicationBuilder builder, TelemetrySource source)
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
        var every = builder.Configuration.GetValue<TimeSpan?>(Interval) ?? TimeSpan.FromMinutes(1);
        builder.Services.AddHostedService(_ => new Export(source, endpoint, protocol, every));
    }

    private sealed class Export(TelemetrySource source, Uri endpoint, OtlpExportProtocol protocol, TimeSpan every)
        : IHostedService
    {
        private readonly List<IDisposable> _providers = [];

        public Task StartAsync(CancellationToken cancellationToken)
        {
            var resource = ResourceBuilder.CreateDefault().AddService(source.Service);
            _providers.Add(
                Sdk.CreateTracerProviderBuilder()
                    .SetResourceBuilder(resource)
                    .AddSource(source.Sources)
                    .AddOtlpExporter(o => To(o, "v1/traces"))
                    .Build()
            );
            _providers.Add(
                Sdk.CreateMeterProviderBuilder()
                    .SetResourceBuilder(resource)
                    .AddMeter(source.Meters)
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
            _providers.ForEach(provider => provider.Dispose());
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
