using Microsoft.Extensions.DependencyInjection;
using Portal.Core.People.BreakGlass;
using Portal.Core.Teams;
using static Portal.Tests.Api.RoleRequestsOf;

namespace Portal.Tests.Api;

/// <summary>Break-glass access as people open it.</summary>
internal static class BreakGlassOf
{
    /// <summary>Opened by Iris, as on call in Payments, and confirmed by nobody: the one that is there, or a new one.</summary>
    public static async Task<long> Iris(PortalWeb web)
    {
        var open = await web.Services.GetRequiredService<BreakGlassList>().Open(default);
        return open.FirstOrDefault(row => row.Handle == "iris") is { } there
            ? there.Id
            : (await Open(web, "iris", "payments", Role.OnCall)).Id;
    }

    /// <summary>Ends all that is open, and closes its review.</summary>
    public static async Task CloseAll(PortalWeb web)
    {
        var closing = web.Services.GetRequiredService<BreakGlassClosing>();
        foreach (var row in await web.Services.GetRequiredService<BreakGlassList>().Open(default))
        {
            var third = await Caller(web, row.Handle == "sam" || row.Confirmer == "sam" ? "mina" : "sam");
            await closing.End(third, row.Id, default);
            await closing.Review(third, row.Id, "For a test.", default);
        }
    }

    public static async Task<BreakGlassAccess> Open(PortalWeb web, string who, string team, Role role) =>
        Done(
            await web
                .Services.GetRequiredService<BreakGlassOpening>()
                .Open(await Caller(web, who), new BreakGlassWish(team, role, "The ledger stands still."), default)
        );
}
