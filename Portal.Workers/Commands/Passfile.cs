using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace Portal.Workers.Commands;

/// <summary>
/// PostgreSQL's file of passwords: HOST:PORT:DATABASE:USER:PASSWORD a line, of which the first that matches counts. It is read as Npgsql
/// reads it, because that is how web and workers sign in.
/// </summary>
internal static partial class Passfile
{
    private const string Any = "*";

    /// <exception cref="InvalidOperationException">A line is malformed, or none matches.</exception>
    public static string PasswordOf(NpgsqlConnectionStringBuilder connection, string file)
    {
        var found = File.ReadLines(file)
            .Select(line => line.Trim())
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => Values(line, file))
            .FirstOrDefault(values => Matches(values, connection));
        return found?[4]
            ?? throw new InvalidOperationException(
                $"{file} has no line for {connection.Username} at {connection.Host}:{connection.Port}, database {DatabaseOf(connection)}."
            );
    }

    /// <summary>What is wrong with a file that Npgsql couldn't read.</summary>
    public static string Malformed(string? file) =>
        $"{file ?? "The passfile"} has a line that isn't HOST:PORT:DATABASE:USER:PASSWORD, where * stands for any, and in a value \\: for a colon and \\\\ for a backslash.";

    private static string[] Values(string line, string file)
    {
        var parts = Separator().Split(line);
        if (parts.Length != 5 || (parts[1] != Any && !int.TryParse(parts[1], CultureInfo.InvariantCulture, out _)))
        {
            throw new InvalidOperationException(Malformed(file));
        }

        return [.. parts.Select(part => Escaped().Replace(part, "${character}"))];
    }

    private static bool Matches(string[] values, NpgsqlConnectionStringBuilder connection) =>
        IsFor(values[0], connection.Host)
        && (values[1] == Any || int.Parse(values[1], CultureInfo.InvariantCulture) == connection.Port)
        && IsFor(values[2], DatabaseOf(connection))
        && IsFor(values[3], connection.Username);

    private static bool IsFor(string value, string? wanted) => value == Any || value == wanted;

    private static string? DatabaseOf(NpgsqlConnectionStringBuilder connection) =>
        connection.Database ?? connection.Username;

    // A colon behind an even number of backslashes: each pair of them is one that is meant.
    [GeneratedRegex(@"(?<=(?<!\\)(\\\\)*):", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Separator();

    [GeneratedRegex(@"\\(?<character>[:\\])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Escaped();
}
