using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Core.Store;

/// <summary>A migration as it lies in <c>db/</c>, embedded: <c>0001_teams.sql</c>.</summary>
public sealed record Migration(int Number, string Name, string Sql)
{
    public byte[] Checksum => SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n")));

    public static IReadOnlyList<Migration> All { get; } =
    [
        .. typeof(Migration)
            .Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith("db/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(Read),
    ];

    private static Migration Read(string resource)
    {
        using var reader = new StreamReader(
            typeof(Migration).Assembly.GetManifestResourceStream(resource)!,
            Encoding.UTF8
        );
        var name = resource["db/".Length..];
        return new Migration(int.Parse(name[..4], CultureInfo.InvariantCulture), name, reader.ReadToEnd());
    }
}
