using System.Security.Cryptography;
using Portal.Tests.Kit;

namespace Portal.Tests.House;

/// <summary>
/// A migration that is on main may have been applied anywhere: it is never edited, only followed by another. What each was lies in
/// <c>db/checksums</c>, as sha256sum writes it.
/// </summary>
public sealed class ChecksumTests
{
    private static readonly string Folder = Repository.PathOf("db");

    [Fact]
    public void A_migration_is_what_it_was_when_it_came_in() =>
        Known()
            .Where(known => Checksum(known.Key) != known.Value)
            .Select(known => $"{known.Key} was changed or is gone. Put it back, and add a new file.")
            .ShouldBeEmpty();

    [Fact]
    public void A_new_migration_is_listed_once_it_is_finished() =>
        Directory
            .GetFiles(Folder, "*.sql")
            .Select(path => Path.GetFileName(path))
            .Except(Known().Keys)
            .Select(name => $"{name} isn't listed: (cd db && sha256sum {name} >> checksums)")
            .ShouldBeEmpty();

    private static Dictionary<string, string> Known() =>
        File.ReadLines(Path.Combine(Folder, "checksums"))
            .Select(line => line.Split("  ", 2))
            .ToDictionary(line => line[1], line => line[0], StringComparer.Ordinal);

    private static string? Checksum(string name)
    {
        var path = Path.Combine(Folder, name);
        return File.Exists(path) ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))) : null;
    }
}
