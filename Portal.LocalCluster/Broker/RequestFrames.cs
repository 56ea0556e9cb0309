using System.Buffers;
using System.Buffers.Binary;
using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Broker;

/// <summary>
/// Takes requests off a connection within the broker's bounds. An announced length alone takes no memory: first a part of the request
/// must have come, then room for the rest is asked of the budget, and all of it must come in time.
/// </summary>
internal sealed class RequestFrames(Stream stream, LocalClusterOptions limits, ByteBudget budget, TimeProvider time)
{
    private const int FirstPart = 32 * 1024;

    /// <summary>The next request, or null when the client closed between two.</summary>
    /// <param name="most">How many bytes it may have.</param>
    /// <exception cref="MalformedFrameException">The length can't be, or the request didn't come whole and in time.</exception>
    public async ValueTask<RequestFrame?> Next(int most, CancellationToken stop)
    {
        var head = new byte[sizeof(int)];
        if (await stream.ReadAsync(head.AsMemory(0, 1), stop) == 0)
        {
            return null;
        }

        using var late = new CancellationTokenSource(limits.FrameTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            await stream.ReadExactlyAsync(head.AsMemory(1), either.Token);
            var length = BinaryPrimitives.ReadInt32BigEndian(head);
            return length > 0 && length <= most
                ? await Body(length, either.Token)
                : throw new MalformedFrameException($"A request of {length} bytes is announced, the limit is {most}.");
        }
        catch (EndOfStreamException cut)
        {
            throw new MalformedFrameException("The connection ended within a request.", cut);
        }
        catch (OperationCanceledException tooLate) when (late.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new MalformedFrameException($"A request took longer than {limits.FrameTimeout}.", tooLate);
        }
    }

    private async ValueTask<RequestFrame> Body(int length, CancellationToken stop)
    {
        var first = ArrayPool<byte>.Shared.Rent(Math.Min(length, FirstPart));
        try
        {
            var came = Math.Min(length, FirstPart);
            await stream.ReadExactlyAsync(first.AsMemory(0, came), stop);
            if (came == length)
            {
                var small = new RequestFrame(first, length, default);
                first = [];
                return small;
            }

            var share = await budget.Take(length, stop);
            var frame = new RequestFrame(ArrayPool<byte>.Shared.Rent(length), length, share);
            try
            {
                first.AsSpan(0, came).CopyTo(frame.Bytes.Span);
                await stream.ReadExactlyAsync(frame.Bytes[came..], stop);
                return frame;
            }
            catch
            {
                frame.Dispose();
                throw;
            }
        }
        finally
        {
            if (first.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(first);
            }
        }
    }
}

/// <summary>One request in pooled memory; whoever keeps bytes of it longer than the request copies them.</summary>
internal sealed class RequestFrame(byte[] buffer, int length, ByteBudget.Share share) : IDisposable
{
    public Memory<byte> Bytes => buffer.AsMemory(0, length);

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        share.Dispose();
    }
}
