using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Portal.Core.Evaluation;
using Portal.Core.Teams;

namespace Portal.Workers.Setup;

public static class SetupRegistration
{
    /// <summary>Where people sign in by choosing who they are, an evaluation is set up; elsewhere the cluster that the settings name is registered.</summary>
    public static void AddFirstStart(this WebApplicationBuilder builder)
    {
        var isEvaluation = builder.Configuration["Portal:Identity:Mode"] == "Embedded";
        builder.AddSection<EvaluationOptions>(EvaluationOptions.Section);
        builder.AddSection<FirstClusterOptions>(FirstClusterOptions.Section);
        builder.Services.AddSingleton<Seed>();
        builder.Services.AddSingleton<FirstEndpoints>();
        builder.Services.AddSingleton<FirstRegistration>();
        builder.Services.AddSingleton(services => new FirstStartPlan(
            isEvaluation,
            isEvaluation
                ? [.. services.GetRequiredService<IOptions<EvaluationOptions>>().Value.Clusters]
                : [services.GetRequiredService<IOptions<FirstClusterOptions>>().Value.Cluster]
        ));
        builder.Services.AddSingleton<FirstStart>();
        builder.Services.AddHostedService(services => services.GetRequiredService<FirstStart>());
        if (isEvaluation)
        {
            builder.Services.AddHealthChecks().AddCheck<EvaluationCheck>("evaluation");
        }
    }

    private static void AddSection<TOptions>(this WebApplicationBuilder builder, string section)
        where TOptions : class =>
        builder
            .Services.AddOptions<TOptions>()
            .Bind(builder.Configuration.GetSection(section))
            .ValidateDataAnnotations()
            .ValidateOnStart();

    private sealed class EvaluationCheck(FirstStart setup) : IHealthCheck
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
