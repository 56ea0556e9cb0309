using Microsoft.Extensions.Diagnostics.HealthChecks;
using Portal.Core.Evaluation;
using Portal.Core.Teams;

namespace Portal.Workers.Evaluation;

public static class EvaluationRegistration
{
    /// <summary>Adds the setup of an evaluation where people sign in by choosing who they are; nowhere else.</summary>
    public static void AddEvaluation(this WebApplicationBuilder builder)
    {
        if (builder.Configuration["Portal:Identity:Mode"] != "Embedded")
        {
            return;
        }

        builder
            .Services.AddOptions<EvaluationOptions>()
            .Bind(builder.Configuration.GetSection(EvaluationOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<Seed>();
        builder.Services.AddSingleton<BundledEndpoints>();
        builder.Services.AddSingleton<EvaluationSetup>();
        builder.Services.AddHostedService(services => services.GetRequiredService<EvaluationSetup>());
        builder.Services.AddHealthChecks().AddCheck<EvaluationCheck>("evaluation");
    }

    private sealed class EvaluationCheck(EvaluationSetup setup) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context,
            CancellationToken cancellationToken = default
        ) =>
            Task.FromResult(
                setup.Complaint is { } complaint
                    ? HealthCheckResult.Unhealthy(complaint)
                    : HealthCheckResult.Healthy("People and the local cluster are there.")
            );
    }
}
