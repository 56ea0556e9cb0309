using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Resources;

namespace Portal.Core.ServiceAccounts;

internal static class ServiceAccountRegistration
{
    public static void AddServiceAccounts(this IServiceCollection services)
    {
        services.AddKindOptions<ServiceAccountOptions>(ServiceAccountOptions.Section);
        services.AddSingleton<IResourceKind, ServiceAccountKind>();
        services.AddSingleton<ServiceAccountPreview>();
        services.AddSingleton<ServiceAccountCatalogue>();
        services.AddSingleton<CredentialSources>();
        services.AddSingleton<HeldByAccount>();
        services.AddSingleton<AccountSurroundings>();
        services.AddSingleton<AgreedAccounts>();
        services.AddSingleton<CredentialShelf>();
        services.AddSingleton<FormerEnd>();
        services.AddSingleton<HeldFormers>();
    }
}
