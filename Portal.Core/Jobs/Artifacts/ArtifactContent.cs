using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Jobs.Artifacts;

/// <summary>A JAR's content as a stream over its parts, of which it holds one at a time.</summary>
internal sealed class ArtifactContent(IDbContextFactory<PortalDb> store, long artifact, long length) : Stream
{
    private byte[] _part = [];
    private int _ordinal = -1;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    private int Ordinal => (int)(Position / ArtifactPart.Size);

    private bool IsToLoad => Position < length && Ordinal != _ordinal;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (IsToLoad)
        {
            await using var db = await store.CreateDbContextAsync(cancellationToken);
            Loaded(await Part(db).SingleOrDefaultAsync(cancellationToken));
        }

        return Copy(buffer.Span);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // What opens a ZIP looks for its end so, also where it is to be opened asynchronously.
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (IsToLoad)
        {
            using var db = store.CreateDbContext();
            Loaded(Part(db).SingleOrDefault());
        }

        return Copy(buffer.AsSpan(offset, count));
    }

    public override long Seek(long offset, SeekOrigin origin) =>
        Position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => Position + offset,
            _ => length + offset,
        };

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private IQueryable<byte[]> Part(PortalDb db)
    {
        var ordinal = Ordinal;
        return db.Set<ArtifactPart>()
            .Where(p => p.ArtifactId == artifact && p.Ordinal == ordinal)
            .Select(p => p.Content);
    }

    private void Loaded(byte[]? part) =>
        (_part, _ordinal) = (
            part ?? throw new IOException("The JAR was deleted from the store while it was read."),
            Ordinal
        );

    private int Copy(Span<byte> buffer)
    {
        if (Position >= length)
        {
            return 0;
        }

        var rest = _part.AsSpan((int)(Position % ArtifactPart.Size));
        var read = Math.Min(buffer.Length, rest.Length);
        rest[..read].CopyTo(buffer);
        Position += read;
        return read;
    }
}
