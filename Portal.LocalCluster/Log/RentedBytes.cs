using System.Buffers;

namespace Portal.LocalCluster.Log;

/// <summary>Pooled memory for the records of one answer; it goes back when the answer was written down.</summary>
public sealed class RentedBytes : IDisposable
{
    private readonly List<byte[]> _rented = [];

    public Memory<byte> Rent(int length)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        _rented.Add(buffer);
        return buffer.AsMemory(0, length);
    }

    public void Dispose()
    {
        _rented.ForEach(buffer => ArrayPool<byte>.Shared.Return(buffer));
        _rented.Clear();
    }
}
