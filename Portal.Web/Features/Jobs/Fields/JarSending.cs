using Microsoft.AspNetCore.Components.Forms;
using Portal.Core;
using Portal.Core.Jobs.Artifacts;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Web.Identity;

namespace Portal.Web.Features.Jobs.Fields;

/// <summary>A JAR on its way from the browser into the store.</summary>
/// <param name="show">Is called whenever another percent has come.</param>
internal sealed class JarSending(ArtifactStore artifacts, Action show) : IDisposable
{
    public const string IsUnderWay = "The upload isn't complete yet.";
    public const string BrokeOff = "The upload broke off. Choose the file again.";

    private readonly CancellationTokenSource _left = new();

    /// <summary>Bytes of the file; 0 while none is sent.</summary>
    public long Size { get; private set; }

    /// <summary>Bytes that have come.</summary>
    public long Sent { get; private set; }

    public bool IsBusy => Size > 0;

    /// <summary>Why the file wasn't taken; null when it was, and when the page was left.</summary>
    public string? Refused { get; private set; }

    /// <returns>Null: it wasn't taken.</returns>
    public async Task<Artifact?> Send(Me me, IBrowserFile chosen)
    {
        Refused = chosen.Size > artifacts.LongestBytes ? artifacts.TooLong : null;
        if (Refused is not null)
        {
            return null;
        }

        (Size, Sent) = (Math.Max(1, chosen.Size), 0);
        try
        {
            await using var file = chosen.OpenReadStream(artifacts.LongestBytes, _left.Token);
            await using var counted = new CountedUpload(file, Count);
            var outcome = await artifacts.Put(
                me.Caller,
                chosen.Name,
                counted,
                _ => Task.FromResult(me.May(new CallerAction.UploadArtifact())),
                _left.Token
            );
            Refused = (outcome as Outcome<Artifact>.Refused)?.Why.Words;
            return (outcome as Outcome<Artifact>.Done)?.Value;
        }
        catch (OperationCanceledException) when (_left.IsCancellationRequested)
        {
            return null;
        }
        catch (IOException)
        {
            Refused = BrokeOff;
            return null;
        }
        catch (Exception silence) when (StoreFailure.IsSilence(silence))
        {
            Refused = "The portal's store did not answer. Choose the file again.";
            return null;
        }
        finally
        {
            Size = 0;
        }
    }

    public void Dispose()
    {
        _left.Cancel();
        _left.Dispose();
    }

    private void Count(long sent)
    {
        // Drawing each piece would take longer than sending it.
        var percent = Sent * 100 / Size;
        Sent = sent;
        if (sent * 100 / Size > percent)
        {
            show();
        }
    }
}
