using Portal.Core.Changes.Requests;
using Portal.Core.Store;
using Portal.Web.Identity;

namespace Portal.Web.Features.Requests;

/// <summary>What a form would come to, for who fills it in. While the store is silent it waits: what was typed is in the form.</summary>
public sealed class RequestPreviews(Forecasts forecasts, StoreWatch store, Me me)
{
    public async Task<Forecast> Of(RequestView view, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                var forecast = await forecasts.Of(me.Caller, view.Draft(), view.Resubmits?.Id, stop);
                stop.ThrowIfCancellationRequested();
                return forecast;
            }
            catch (Exception silence) when (StoreFailure.IsSilence(silence))
            {
                store.Met();
                await store.Back.WaitAsync(stop);
            }
        }
    }
}
