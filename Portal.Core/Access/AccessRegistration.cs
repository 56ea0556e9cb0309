using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access.Reviews;
using Portal.Core.Resources;

namespace Portal.Core.Access;

internal static class AccessRegistration
{
    public static void AddAccess(this IServiceCollection services)
    {
        services.AddOptions<AccessOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IResourceKind, AccessKind>();
        services.AddSingleton<AccessPreview>();
        services.AddSingleton<AccessLedger>();
        services.AddSingleton<AccessHoldings>();
        services.AddSingleton<AccessTopics>();
        services.AddSingleton<AccessCatalogue>();
        services.AddSingleton<EndingAccess>();
        services.AddSingleton<AccessReviewOpening>();
        services.AddSingleton<AccessReviewAnswers>();
        services.AddSingleton<AccessReviewReading>();
        services.AddSingleton<AccessReviewEnd>();
    }
}
