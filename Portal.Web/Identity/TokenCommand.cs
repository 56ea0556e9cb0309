using Microsoft.Extensions.Options;
using Portal.Core.People;
using Portal.Core.Teams;

namespace Portal.Web.Identity;

/// <summary><c>dotnet Portal.Web.dll token NAME…</c>: prints a short-lived token of each seeded person named, a line each, for scripts.</summary>
public static class TokenCommand
{
    public const string Word = "token";

    /// <returns>The exit code: 0 with the token on standard output, 1 with the reason on standard error.</returns>
    public static async Task<int> Run(IServiceProvider services, IReadOnlyList<string> handles, CancellationToken stop)
    {
        var identity = services.GetRequiredService<IOptions<IdentityOptions>>().Value;
        if (identity.Mode != SignInMode.Embedded)
        {
            return await Refuse("Tokens are printed only with embedded sign-in (Portal:Identity:Mode=Embedded).");
        }

        var seeded = await services.GetRequiredService<PeopleDirectory>().Seeded(stop);
        if (handles.Except(seeded.Select(p => p.Handle)).ToList() is [var unknown, ..])
        {
            var known = string.Join(", ", seeded.Select(p => p.Handle));
            return await Refuse($"Nobody is called {unknown} here. There are: {known}.");
        }

        var length = services.GetRequiredService<IOptions<TokenOptions>>().Value.PrintedTokenLength;
        foreach (var person in handles.Select(h => seeded.Single(p => p.Handle == h)))
        {
            await Print(services.GetRequiredService<ApiTokens>(), person, length, stop);
        }

        return 0;
    }

    private static async Task Print(ApiTokens tokens, Person person, TimeSpan length, CancellationToken stop)
    {
        var actor = new Actor(person.Handle, ActorVia.Service);
        var (plain, _) = await tokens.Issue(
            actor,
            person.Id,
            "printed by the token command",
            length,
            TokenScopes.All,
            stop
        );
        await Console.Out.WriteLineAsync(plain);
    }

    private static async Task<int> Refuse(string words)
    {
        await Console.Error.WriteLineAsync(words);
        return 1;
    }
}
