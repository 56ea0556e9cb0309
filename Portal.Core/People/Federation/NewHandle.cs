using System.Globalization;
using System.Text;
using Portal.Core.Teams;

namespace Portal.Core.People.Federation;

/// <summary>
/// The handle of somebody who signs in for the first time: what the provider calls them, in the letters that a handle may
/// have, and a number behind it when somebody else has that already.
/// </summary>
public static class NewHandle
{
    private const int Longest = 50;
    private const string Nameless = "user";

    // The audit log names services and people alike.
    private static readonly string[] Services =
    [
        Actor.Planner.Name,
        Actor.Applier.Name,
        Actor.Collector.Name,
        Actor.Reconciler.Name,
        Actor.Clock.Name,
        Actor.Seed.Name,
        Actor.Web.Name,
    ];

    /// <summary>The portal itself acts under this name.</summary>
    internal static bool IsService(string handle) => Services.Contains(handle, StringComparer.Ordinal);

    /// <param name="username">A user name or an e-mail address.</param>
    /// <param name="taken">Every handle there is, of people who left too.</param>
    public static string From(string username, IReadOnlySet<string> taken)
    {
        var plain = Letters(username.Split('@')[0]);
        return Enumerable
            .Range(1, int.MaxValue)
            .Select(number => number == 1 ? plain : string.Create(CultureInfo.InvariantCulture, $"{plain}-{number}"))
            .First(handle => !taken.Contains(handle) && !IsService(handle));
    }

    private static string Letters(string username)
    {
        var letters = new StringBuilder();
        foreach (var letter in username.Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (char.IsAsciiLetterLower(letter) || (letters.Length > 0 && (char.IsAsciiDigit(letter) || letter == '.')))
            {
                letters.Append(letter);
            }
            else if (letters is [.., not '-'] && letter is '-' or '_' or ' ' or '+')
            {
                letters.Append('-');
            }

            if (letters.Length == Longest)
            {
                break;
            }
        }

        var handle = letters.ToString().TrimEnd('-', '.');
        return handle.Length == 0 ? Nameless : handle;
    }
}
