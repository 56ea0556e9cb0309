using Microsoft.Extensions.Options;
using Portal.Core.People.Accounts;

namespace Portal.Web.Identity.Workloads;

internal static class WorkloadRegistration
{
    // GitHub's, GitLab's, and what everybody has.
    private static readonly string[] Identifying = ["sub", "repository_id", "repository", "project_id", "project_path"];

    public static void AddWorkloads(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services
            .AddOptions<WorkloadOptions>()
            .Bind(builder.Configuration.GetSection(WorkloadOptions.Section))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<WorkloadOptions>, WorkloadOptionsCheck>();
        services.AddSingleton(provided => Configured(provided.GetRequiredService<IOptions<WorkloadOptions>>().Value));
        services.AddSingleton<WorkloadTokens>().AddSingleton<TokenExchange>();
    }

    private static ConfiguredIssuers Configured(WorkloadOptions options) =>
        new([
            .. options.Issuers.Select(pair => new ConfiguredIssuer(
                pair.Key,
                pair.Value.Title.Length > 0 ? pair.Value.Title : pair.Key,
                pair.Value.IdentifyingClaims is { Count: > 0 } named ? [.. named] : Identifying
            )),
        ]);
}
