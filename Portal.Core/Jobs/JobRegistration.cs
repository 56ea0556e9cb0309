using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Jobs.Artifacts;
using Portal.Core.Jobs.Previews;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Jobs.Secrets;
using Portal.Core.Jobs.Stability;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Core.Jobs;

internal static class JobRegistration
{
    public static void AddJobs(this IServiceCollection services)
    {
        services.AddOptions<StabilityOptions>().ValidateDataAnnotations();
        services.AddOptions<SavepointOptions>();
        services.AddSingleton<IResourceKind, JobKind>();
        services.AddSingleton<SavepointLedger>();
        services.AddSingleton<SavepointActs>();
        services.AddOptions<PreviewOptions>();
        services.AddSingleton<PreviewAccess>();
        services.AddSingleton<JobClusters>();
        services.AddSingleton<JobTopics>();
        services.AddOptions<ArtifactOptions>();
        services.AddSingleton<ArtifactStore>();
        services.AddSingleton<JobArtifacts>();
        services.AddSingleton<JobSecrets>();
        services.AddSingleton<SealedSecrets>();
        services.AddSingleton<ITopicJobs, TopicJobs>();
    }
}
