using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs.Artifacts;
using Portal.Core.Jobs.History;
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
        services.AddKindOptions<StabilityOptions>(StabilityOptions.Section);
        services.AddKindOptions<SavepointOptions>(SavepointOptions.Section);
        services.AddSingleton<IResourceKind, JobKind>();
        services.AddSingleton<SavepointLedger>();
        services.AddSingleton<SavepointActs>();
        services.AddKindOptions<PreviewOptions>(PreviewOptions.Section);
        services.AddSingleton<PreviewAccess>();
        services.AddSingleton<JobClusterLookup>();
        services.AddSingleton<JobTopics>();
        services.AddSingleton<JobHistory>();
        services.AddSingleton<JobLookup>();
        services.AddSingleton<JobNotes>();
        services.AddSingleton<JobNamesakes>();
        services.AddKindOptions<ArtifactOptions>(ArtifactOptions.Section);
        services.AddSingleton<ArtifactStore>();
        services.AddSingleton<JobArtifacts>();
        services.AddSingleton<JobSecrets>();
        services.AddSingleton<SealedSecrets>();
        services.AddSingleton<ApprovedPrograms>();
        services.AddSingleton<ITopicJobs, TopicJobs>();
        services.AddSingleton<IUndoLimit, JobUndoLimit>();
    }
}
