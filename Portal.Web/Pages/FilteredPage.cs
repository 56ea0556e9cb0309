using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Portal.Web.Pages;

/// <summary>A page of what the chosen environment holds, searched and filtered in its address.</summary>
public abstract class FilteredPage<TModel> : EnvironmentPage<TModel>
    where TModel : class, IPageModel
{
    // Addresses that the browser hasn't reported yet: what is chosen meanwhile is added to the last one.
    private readonly Queue<string> _underWay = [];

    [SupplyParameterFromQuery(Name = "words")]
    public string? Words { get; set; }

    protected override void OnInitialized()
    {
        base.OnInitialized();
        Navigation.LocationChanged += Reported;
    }

    public override void Dispose()
    {
        Navigation.LocationChanged -= Reported;
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <param name="what">The name of the property that takes it.</param>
    protected void Ask(string what, IReadOnlyCollection<string> chosen) => Ask(what, ChosenInAddress.Join(chosen));

    // Typing replaces the address instead of filling the history with every letter.
    protected void Ask(string what, string? value)
    {
        var address = Navigation.GetUriWithQueryParameters(
            _underWay.LastOrDefault() ?? Navigation.Uri,
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [JsonNamingPolicy.CamelCase.ConvertName(what)] = value is { Length: > 0 } ? value : null,
            }
        );
        _underWay.Enqueue(address);
        Navigation.NavigateTo(address, new NavigationOptions { ReplaceHistoryEntry = true });
    }

    protected static string[] List(string? words) => ChosenInAddress.Split(words);

    // Who has gone elsewhere goes on from there.
    private void Reported(object? sender, LocationChangedEventArgs now)
    {
        if (_underWay.Contains(now.Location))
        {
            while (_underWay.Dequeue() != now.Location) { }
        }
        else
        {
            _underWay.Clear();
        }
    }
}
