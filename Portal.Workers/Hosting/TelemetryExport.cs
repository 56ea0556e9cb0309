using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Portal.Workers.Hosting;

/// <summary>Sends traces and metrics by OTLP where an endpoint is named; otherwise nothing is collected at all.</summary>
public static class TelemetryExport
{
    // OpenTelemetry's own name for it, and ours.
    private const string Standard = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Ours = "Portal:Telemetry:Otlp";

    public static void AddTelemetry(this WebApplicationBuilder builder)
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
        builder.Services.AddHostedService(_ => new Export(endpoint));
    }

    private sealed class Export(Uri endpoint) : IHostedService
    {
        private readonly List<IDisposable> providers = [];

        public Task StartAsync(CancellationToken cancellationToken)
        {
            var resource = ResourceBuilder.CreateDefault().AddService(Telemetry.Name);
            providers.Add(
                Sdk.CreateTracerProviderBuilder()
                    .SetResourceBuilder(resource)
                    .AddSource("Portal.*", "Npgsql")
                    .AddOtlpExporter(o => o.Endpoint = endpoint)
                    .Build()
            );
            providers.Add(
                Sdk.CreateMeterProviderBuilder()
                    .SetResourceBuilder(resource)
                    .AddMeter("Portal.*", "Npgsql")
                    .AddOtlpExporter(o => o.Endpoint = endpoint)
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
    }
}
