using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Core.Changes;
using Portal.Core.Topics;

namespace Portal.Core;

public static class CoreRegistration
{
    /// <summary>What decides and records: the same services behind pages, API and workers. Needs the store.</summary>
    public static IServiceCollection AddPortalCore(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ChangeMover>();
        services.AddSingleton<ChangeRequests>();
        services.AddSingleton<ChangeStops>();
        services.AddSingleton<ChangeList>();
        services.AddSingleton<ChangeInbox>();
        services.AddSingleton<ChangeDetails>();
        services.AddSingleton<Voting>();
        services.AddSingleton<ManagedTopics>();
        return services;
    }
}
