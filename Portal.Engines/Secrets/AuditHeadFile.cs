using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Portal.Core.Audit;

namespace Portal.Engines.Secrets;

/// <summary>
/// Heads of the audit log in a file beside Data Protection's keys, a line each: number, hash, time, signature. The key that signs lies
/// there too: who can only write to the database has neither. One file before the newest is kept, so that they don't grow for ever.
/// </summary>
public sealed class AuditHeadFile(IOptions<SecretOptions> options) : IAuditHeads
{
    private const long Longest = 1024 * 1024;

    private readonly string _directory = options.Value.KeysDirectory;

    private string Newest => Path.Combine(_directory, "audit-heads");

    private string Older => Newest + ".older";

    public async Task Keep(AuditHead head, CancellationToken stop)
    {
        SecretOptions.Prepared(_directory);
        if (File.Exists(Newest) && new FileInfo(Newest).Length > Longest)
        {
            File.Move(Newest, Older, overwrite: true);
        }

        using var key = AuditKey.Open(_directory);
        var signature = key.SignData(Canonical(head), HashAlgorithmName.SHA256);
        var line = string.Join(
            ' ',
            head.Number.ToString(CultureInfo.InvariantCulture),
            Convert.ToHexStringLower(head.Hash),
            head.At.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
            Convert.ToBase64String(signature)
        );
        // Appended in one write, so that two workers' lines don't mix; a line torn by a crash is no line.
        await using var file = new FileStream(Newest, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        await file.WriteAsync(Encoding.ASCII.GetBytes($"\n{line}\n"), stop);
        file.Flush(flushToDisk: true);
    }

    public async Task<KeptHeads> Read(CancellationToken stop)
    {
        var lines = new List<string>();
        foreach (var path in new[] { Older, Newest }.Where(File.Exists))
        {
            lines.AddRange(await File.ReadAllLinesAsync(path, stop));
        }

        var written = lines.Where(line => line.Length > 0).Select(Parse).ToList();
        if (written.Count == 0)
        {
            return new([], 0);
        }

        using var key = AuditKey.Open(_directory);
        var signed = written
            .OfType<(AuditHead Head, byte[] Signature)>()
            .Where(each => key.VerifyData(Canonical(each.Head), each.Signature, HashAlgorithmName.SHA256))
            .Select(each => each.Head)
            .ToList();
        return new(signed, written.Count - signed.Count);
    }

    // As a restore does with those of the former store. The key stays: it signs on.
    public Task<string?> SetAside(DateTimeOffset at, CancellationToken stop)
    {
        var kept = new[] { Older, Newest }.Where(File.Exists).ToList();
        if (kept.Count == 0)
        {
            return Task.FromResult<string?>(null);
        }

        var aside = Path.Combine(
            _directory,
            $"before-{at.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)}"
        );
        Directory.CreateDirectory(aside);
        foreach (var path in kept)
        {
            File.Move(path, Path.Combine(aside, Path.GetFileName(path)));
        }

        return Task.FromResult<string?>(aside);
    }

    private static byte[] Canonical(AuditHead head) =>
        Encoding.ASCII.GetBytes($"portal audit {head.Number} {Convert.ToHexStringLower(head.Hash)} {head.At.UtcTicks}");

    private static (AuditHead, byte[])? Parse(string line)
    {
        var signature = new byte[256];
        return
            line.Split(' ') is [var number, var hash, var at, var signed]
            && long.TryParse(number, CultureInfo.InvariantCulture, out var place)
            && hash.Length == 2 * SHA256.HashSizeInBytes
            && hash.All(char.IsAsciiHexDigit)
            && DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, out var time)
            && Convert.TryFromBase64String(signed, signature, out var length)
            ? (new AuditHead(place, Convert.FromHexString(hash), time), signature[..length])
            : null;
    }
}
