using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access.Reviews;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Core.Access;

internal static class AccessRegistration
{
    public static void AddAccess(this IServiceCollection services)
    {
        services.AddKindOptions<AccessOptions>(AccessOptions.Section);
        services.AddSingleton<IResourceKind, AccessKind>();
        services.AddSingleton<AccessPreview>();
        services.AddSingleton<LastSeenAcls>();
        services.AddSingleton<LastSeenQuotas>();
        services.AddSingleton<AccessLedger>();
        services.AddSingleton<AccessHoldings>();
        services.AddSingleton<GrantOverdue>();
        services.AddSingleton<DeletedAccounts>();
        services.AddSingleton<AccessTopics>();
        services.AddSingleton<OpenTopicUse>();
        services.AddSingleton<ITopicAccess, TopicAcls>();
        services.AddSingleton<IEndsWith, OrphanedGrants>();
        services.AddSingleton<AccessCatalogue>();
        services.AddSingleton<AccessList>();
        services.AddSingleton<AccessOnClusters>();
        services.AddSingleton<EndingAccess>();
        services.AddSingleton<AccessReviewOpening>();
        services.AddSingleton<AccessReviewAnswers>();
        services.AddSingleton<AccessReviewReading>();
        services.AddSingleton<AccessReviewEnd>();
        services.AddSingleton<AccessReviewOwners>();
    }
}
