using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Web.Identity.Tokens;

/// <summary><c>dotnet Portal.Web.dll token NAME</c>: prints a short-lived token of a seeded person, for scripts.</summary>
public static class TokenCommand
{
    public const string Word = "token";

    /// <returns>The exit code: 0 with the token on standard output, 1 with the reason on standard error.</returns>
    public static async Task<int> Run(IServiceProvider services, string handle, CancellationToken stop)
    {
        var identity = services.GetRequiredService<IOptions<IdentityOptions>>().Value;
        if (identity.Mode != IdentityMode.Embedded)
        {
            return await Refuse("Tokens are printed only with embedded sign-in (Portal:Identity:Mode=Embedded).");
        }

        await using var db = await services
            .GetRequiredService<IDbContextFactory<PortalDb>>()
            .CreateDbContextAsync(stop);
        var seeded = db.People.Where(p => p.IsSeeded && p.DisabledAt == null);
        if (await seeded.SingleOrDefaultAsync(p => p.Handle == handle, stop) is not { } person)
        {
            var known = await seeded.OrderBy(p => p.Id).Select(p => p.Handle).ToListAsync(stop);
            return await Refuse($"Nobody is called {handle} here. There are: {string.Join(", ", known)}.");
        }

        var (plain, _) = await services
            .GetRequiredService<ApiTokens>()
            .Issue(
                new Actor(person.Handle, ActorVia.Service),
                person.Id,
                "printed by the token command",
                identity.PrintedTokenLength,
                TokenScopes.All,
                stop
            );
        await Console.Out.WriteLineAsync(plain);
        return 0;
    }

    private static async Task<int> Refuse(string words)
    {
        await Console.Error.WriteLineAsync(words);
        return 1;
    }
}
