using System.ComponentModel.DataAnnotations;

namespace Portal.Core.People.Bootstrap;

/// <summary>Section <c>Portal:Bootstrap</c>: how the bootstrap administrator is set up.</summary>
public sealed class BootstrapOptions
{
    public const string Section = "Portal:Bootstrap";

    /// <summary>Sets the account up the first time, beside a one-time link from the log; worth nothing once that is done.</summary>
    public string InitialPassword { get; set; } = "";

    /// <summary>A file with it, instead.</summary>
    public string InitialPasswordFile { get; set; } = "";

    /// <summary>How long a one-time link works.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "1.00:00:00")]
    public TimeSpan LinkLasts { get; set; } = TimeSpan.FromHours(1);

    public bool HasInitial => InitialPassword.Length + InitialPasswordFile.Length > 0;

    /// <exception cref="IOException">The file isn't there, or can't be read.</exception>
    public string Initial() =>
        InitialPasswordFile.Length > 0 ? File.ReadAllText(InitialPasswordFile).Trim() : InitialPassword;

    /// <summary>What keeps the portal from starting with these.</summary>
    public IEnumerable<string> Complaints(SignInMode mode)
    {
        if (!HasInitial)
        {
            yield break;
        }

        const string Password = $"{Section}:{nameof(InitialPassword)}";
        if (mode == SignInMode.Embedded)
        {
            yield return $"{Password} is set, but Portal:Identity:Mode is Embedded, which has no bootstrap administrator. Remove it, or set another mode.";
        }

        if (InitialPassword.Length > 0 && InitialPasswordFile.Length > 0)
        {
            yield return $"{Password} and {Password}File are both set: keep one.";
        }
        else if (FileComplaint() is { } unread)
        {
            yield return $"{Password}File: {unread}";
        }
        else if (InitialComplaint(Initial()) is { } wrong)
        {
            yield return $"{Password} {wrong}";
        }
    }

    private static string? InitialComplaint(string initial) =>
        initial.Length switch
        {
            < BootstrapPasswords.Shortest =>
                $"has fewer than {BootstrapPasswords.Shortest} characters: take a longer one.",
            > BootstrapPasswords.Longest =>
                $"has more than {BootstrapPasswords.Longest} characters: take a shorter one.",
            _ when initial != initial.Trim() =>
                "begins or ends with a space, which is removed from what is entered: take another one.",
            _ => null,
        };

    private string? FileComplaint()
    {
        try
        {
            Initial();
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }
    }
}
