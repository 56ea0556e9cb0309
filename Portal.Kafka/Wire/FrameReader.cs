using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace Portal.Kafka.Wire;

/// <summary>
/// Takes frames off a connection. Memory is used for what has arrived, never for what was announced, and an announced
/// length over the limit ends the connection.
/// </summary>
public sealed class FrameReader(Stream stream, int mostBytes, AnswerBudget? budget = null) : IAsyncDisposable
{
    private static readonly StreamPipeReaderOptions Options = new(bufferSize: 16 * 1024, leaveOpen: true);
    private readonly PipeReader _pipe = PipeReader.Create(stream, Options);
    private bool _isPaidFor;
    private long _taken;
    private long _received;

    /// <summary>How many bytes have come so far, those of a frame that isn't whole yet included; to be read at any time.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>The next frame, or null when the other side closed between two frames.</summary>
    /// <exception cref="MalformedFrameException">The length can't be, or the stream ended within a frame.</exception>
    public async ValueTask<Frame?> Next(CancellationToken stop)
    {
        while (true)
        {
            var read = await _pipe.ReadAsync(stop).ConfigureAwait(false);
            var buffer = read.Buffer;
            Volatile.Write(ref _received, _taken + buffer.Length);
            if (Length(buffer) is { } length && buffer.Length >= sizeof(int) + length)
            {
                var body = buffer.Slice(sizeof(int), length);
                var frame = new Frame(body);
                _pipe.AdvanceTo(body.End);
                _taken += sizeof(int) + length;
                _isPaidFor = false;
                return frame;
            }
            if (read.IsCompleted)
            {
                return buffer.IsEmpty ? null : throw new MalformedFrameException("The stream ended within a frame.");
            }
            _pipe.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    public ValueTask DisposeAsync() => _pipe.CompleteAsync();

    private int? Length(in ReadOnlySequence<byte> buffer)
    {
        if (buffer.Length < sizeof(int))
        {
            return null;
        }
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        buffer.Slice(0, sizeof(int)).CopyTo(bytes);
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes);
        if (length < 0 || length > mostBytes)
        {
            throw new MalformedFrameException($"A frame of {length} bytes is announced, the limit is {mostBytes}.");
        }
        if (!_isPaidFor)
        {
            budget?.Take(length);
            _isPaidFor = true;
        }
        return length;
    }
}
