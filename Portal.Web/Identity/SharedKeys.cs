using Microsoft.AspNetCore.DataProtection;

namespace Portal.Web.Identity;

/// <summary>
/// The Data Protection keys: one folder and one application name for web and workers, outside the database, so that a
/// copy of the database alone reads no secret and a restart ends no session.
/// </summary>
internal static class SharedKeys
{
    private const string ApplicationName = "portal";

    public static void AddSharedKeys(this IServiceCollection services, IConfiguration configuration)
    {
        var protection = services.AddDataProtection().SetApplicationName(ApplicationName);
        if (configuration["Portal:KeysDirectory"] is { Length: > 0 } folder)
        {
            protection.PersistKeysToFileSystem(new DirectoryInfo(folder));
        }
    }
}
