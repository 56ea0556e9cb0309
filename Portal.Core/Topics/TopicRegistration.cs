using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Resources;

namespace Portal.Core.Topics;

internal static class TopicRegistration
{
    public static void AddTopics(this IServiceCollection services)
    {
        services.AddSingleton<IResourceKind, TopicKind>();
        services.AddSingleton<ManagedTopics>();
    }
}
