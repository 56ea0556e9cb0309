using Portal.Core.Catalogue;
using Portal.Web.Features.Groups;
using Portal.Web.Features.Overview;

namespace Portal.Web.Features;

/// <summary>What the pages and the API of groups and clusters read.</summary>
public static class WatchedPages
{
    public static IServiceCollection AddWatchedPages(this IServiceCollection services) =>
        services
            .AddSingleton<GroupCatalogue>()
            .AddSingleton<ChangesOnTopics>()
            .AddSingleton<ClusterCatalogue>()
            .AddSingleton<MyTeams>();
}
