using OpenTelemetry;
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
        builder.Services.AddHostedService(_ => new Export(endpoint));
    }

    private sealed class Export(Uri endpoint) : IHostedService
    {
        private readonly List<IDisposable> providers = [];

        public Task StartAsync(CancellationToken cancellationToken)
        {
            var resource = ResourceBuilder.CreateDefault().AddService(Service);
            providers.Add(
                Sdk.CreateTracerProviderBuilder()
                    .SetResourceBuilder(resource)
                    .AddSource(Sources)
                    .AddOtlpExporter(o => o.Endpoint = endpoint)
                    .Build()
            );
            providers.Add(
                Sdk.CreateMeterProviderBuilder()
                    .SetResourceBuilder(resource)
                    .AddMeter(Meters)
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
