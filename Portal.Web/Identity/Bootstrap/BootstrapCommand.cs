using Microsoft.Extensions.Options;
using Portal.Core.People;
using Portal.Core.People.Bootstrap;

namespace Portal.Web.Identity.Bootstrap;

/// <summary>
/// <c>dotnet Portal.Web.dll bootstrap</c>: opens the sign-in of the bootstrap administrator again and prints a one-time link, for whoever
/// lost the password, or locked every platform engineer out.
/// </summary>
public static class BootstrapCommand
{
    public const string Word = "bootstrap";

    /// <param name="arguments">What follows the word: nothing.</param>
    /// <returns>The exit code: 0 with the link on standard output, 1 with the reason on standard error.</returns>
    public static async Task<int> Run(
        IServiceProvider services,
        IReadOnlyCollection<string> arguments,
        CancellationToken stop
    )
    {
        if (arguments.Count > 0)
        {
            await Console.Error.WriteLineAsync($"Usage: dotnet Portal.Web.dll {Word}. It takes no further arguments.");
            return 1;
        }

        if (services.GetRequiredService<IOptions<IdentityOptions>>().Value.Mode == SignInMode.Embedded)
        {
            await Console.Error.WriteLineAsync("With embedded sign-in there is no bootstrap administrator.");
            return 1;
        }

        var code = await services.GetRequiredService<BootstrapLinks>().Reopen(stop);
        await Console.Out.WriteLineAsync($"{BootstrapRoutes.Address}#{code}");
        return 0;
    }
}
