using System.IO.Compression;
using System.Text;

namespace Portal.Core.Jobs.Artifacts;

/// <summary>A file that lies in a ZIP as it is, as the ZIP writes of it before the file and in its directory.</summary>
/// <remarks>https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.7 and 4.3.12.</remarks>
/// <param name="Name">In ASCII.</param>
/// <param name="At">Where what stands before the file begins.</param>
internal sealed record StoredEntry(string Name, long Bytes, uint Crc, long At)
{
    private const uint LocalSignature = 0x04034b50;
    private const uint DirectorySignature = 0x02014b50;

    /// <summary>Any reader takes it.</summary>
    private const ushort Version = 10;

    // 1980-01-01, in the time of MS-DOS: always the same, so that the same files are the same ZIP.
    private const ushort Date = (1 << 5) | 1;

    public static async Task<StoredEntry> Of(string name, Stream content, long at, CancellationToken stop)
    {
        // The checksum has to stand before the file. A ZIP that goes nowhere counts it.
        await using var zip = new ZipArchive(Stream.Null, ZipArchiveMode.Create);
        var counted = zip.CreateEntry(name, CompressionLevel.NoCompression);
        await using (var to = await counted.OpenAsync(stop))
        {
            await content.CopyToAsync(to, stop);
        }

        return new(name, content.Length, counted.Crc32, at);
    }

    public byte[] Local =>
        Written(
            LocalSignature,
            to =>
            {
                Facts(to);
                to.Write((ushort)0); // no extra field
            }
        );

    public byte[] InDirectory =>
        Written(
            DirectorySignature,
            to =>
            {
                to.Write(Version);
                Facts(to);
                to.Write((ushort)0); // no extra field
                to.Write((ushort)0); // no comment
                to.Write((ushort)0); // the first disk
                to.Write((ushort)0); // attributes
                to.Write(0u);
                to.Write(checked((uint)At));
            }
        );

    private void Facts(BinaryWriter to)
    {
        to.Write(Version);
        to.Write((ushort)0); // flags
        to.Write((ushort)0); // not compressed
        to.Write((ushort)0); // midnight
        to.Write(Date);
        to.Write(Crc);
        to.Write(checked((uint)Bytes));
        to.Write(checked((uint)Bytes));
        to.Write((ushort)Name.Length);
    }

    private byte[] Written(uint signature, Action<BinaryWriter> fields)
    {
        using var bytes = new MemoryStream();
        using var to = new BinaryWriter(bytes);
        to.Write(signature);
        fields(to);
        to.Write(Encoding.ASCII.GetBytes(Name));
        return bytes.ToArray();
    }
}
