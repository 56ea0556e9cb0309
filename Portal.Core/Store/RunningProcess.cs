using System.Globalization;
using System.Reflection;

namespace Portal.Core.Store;

/// <summary>A process of the portal, as it names itself at the store: in <c>application_name</c>, so that whoever looks at connections sees whose they are.</summary>
/// <param name="Program">portal-web, portal-workers.</param>
/// <param name="Version">With the first characters of the commit it was built from, where it knows it.</param>
/// <param name="StartedAt">To the second.</param>
public sealed record RunningProcess(string Program, string Version, DateTimeOffset StartedAt, string Host)
{
    // PostgreSQL keeps so many bytes of a name.
    private const int Longest = 63;
    private const int CommitShown = 8;

    /// <summary>This build's version: 0.9.0+fa10bbce.</summary>
    public static string ThisVersion { get; } =
        Short(
            typeof(RunningProcess)
                .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
                .InformationalVersion
        );

    /// <summary>This process, which starts now.</summary>
    public static RunningProcess This(TimeProvider clock) =>
        new(
            Assembly.GetEntryAssembly()?.GetName().Name?.ToLowerInvariant().Replace('.', '-') ?? "portal",
            ThisVersion,
            clock.GetUtcNow(),
            Environment.MachineName
        );

    /// <summary>As the store is given it.</summary>
    public string InWords
    {
        get
        {
            var words = string.Create(
                CultureInfo.InvariantCulture,
                $"{Program} {Version} {StartedAt.ToUnixTimeSeconds()} {Host}"
            );
            return words.Length <= Longest ? words : words[..Longest];
        }
    }

    /// <summary>Null when the name isn't one of ours.</summary>
    public static RunningProcess? Read(string name) =>
        name.Split(' ', 4) is [var program, var version, var started, var host]
        && program.StartsWith("portal-", StringComparison.Ordinal)
        && long.TryParse(started, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds < int.MaxValue
            ? new(program, version, DateTimeOffset.FromUnixTimeSeconds(seconds), host)
            : null;

    private static string Short(string version) =>
        version.Split('+', 2) is [var number, var commit] && commit.Length > CommitShown
            ? $"{number}+{commit[..CommitShown]}"
            : version;
}
