using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Portal.Core.People.Bootstrap;

/// <summary>
/// What a password has to be (NIST SP 800-63B: length, and no rule about kinds of characters), and how it is stored: PBKDF2 with
/// HMAC-SHA512 by ASP.NET Core Identity, compared in constant time.
/// </summary>
internal static class BootstrapPasswords
{
    public const int Shortest = 12;
    public const int Longest = 128;

    // OWASP's Password Storage Cheat Sheet names 210,000 for HMAC-SHA512.
    private const int Iterations = 220_000;

    private static readonly object Nobody = new();
    private static readonly PasswordHasher<object> Hasher = new(
        Options.Create(new PasswordHasherOptions { IterationCount = Iterations })
    );

    public static string Hash(string password) => Hasher.HashPassword(Nobody, Plain(password));

    public static bool Matches(string hash, string password) =>
        password.Length <= Longest
        && Hasher.VerifyHashedPassword(Nobody, hash, Plain(password)) != PasswordVerificationResult.Failed;

    /// <summary>What is wrong with a new password, by field.</summary>
    /// <param name="former">It must not stay the same.</param>
    public static IReadOnlyDictionary<string, string> Complaints(string password, string repeated, string? former)
    {
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Plain(password).EnumerateRunes().Count() < Shortest || password.Length > Longest)
        {
            wrong["password"] =
                $"Choose a password of {Shortest} to {Longest} characters. A sentence is fine; there are no other rules.";
        }
        else if (password == former)
        {
            wrong["password"] = "Choose another password than the one before.";
        }
        else if (password != repeated)
        {
            wrong["repeated"] = "The two passwords differ.";
        }

        return wrong;
    }

    // The same letters may be typed as other code points on another keyboard.
    private static string Plain(string password) => password.Normalize(NormalizationForm.FormKC);
}
