using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Jobs;
using Portal.Core.Resources;

namespace Portal.Core.Catalogue;

public static class CatalogueRegistration
{
    /// <summary>Lists of clusters, groups, jobs and what nobody owns, with what was read of them last, and what was changed around them. Needs the store and cluster health.</summary>
    public static IServiceCollection AddCatalogue(this IServiceCollection services) =>
        services
            .AddSingleton<ClusterCatalogue>()
            .AddSingleton<GroupCatalogue>()
            .AddSingleton<JobCatalogue>()
            .AddSingleton<JobList>()
            .AddSingleton<KeptJobReading>()
            .AddSingleton<ResourceChanges>()
            .AddSingleton<OpenDrifts>()
            .AddKindParts<ISeenNames>(typeof(CatalogueRegistration).Assembly)
            .AddSingleton<UnownedCatalogue>()
            .AddSingleton<UnreadKinds>();
}
