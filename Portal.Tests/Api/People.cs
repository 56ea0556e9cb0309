using Microsoft.EntityFrameworkCore;
using Portal.Core.Teams;

namespace Portal.Tests.Api;

/// <summary>People come and go.</summary>
internal static class People
{
    public static Task Disable(PortalWeb web, string handle) => Set(web, handle, TimeProvider.System.GetUtcNow());

    public static Task Enable(PortalWeb web, string handle) => Set(web, handle, null);

    private static async Task Set(PortalWeb web, string handle, DateTimeOffset? disabledAt)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        await db.Set<Person>()
            .Where(p => p.Handle == handle)
            .ExecuteUpdateAsync(p => p.SetProperty(x => x.DisabledAt, disabledAt));
    }
}
