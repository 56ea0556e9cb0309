using System.Text.Json;
using Microsoft.AspNetCore.Components;

namespace Portal.Web.Pages;

/// <summary>A page of what the chosen environment holds, searched and filtered in its address.</summary>
public abstract class FilteredPage<TModel> : EnvironmentPage<TModel>
    where TModel : class, IPageModel
{
    [SupplyParameterFromQuery(Name = "words")]
    public string? Words { get; set; }

    /// <param name="what">The name of the property that takes it.</param>
    protected void Ask(string what, IReadOnlyCollection<string> chosen) => Ask(what, ChosenInAddress.Join(chosen));

    // Typing replaces the address instead of filling the history with every letter.
    protected void Ask(string what, string? value) =>
        Navigation.NavigateTo(
            Navigation.GetUriWithQueryParameter(
                JsonNamingPolicy.CamelCase.ConvertName(what),
                value is { Length: > 0 } ? value : null
            ),
            new NavigationOptions { ReplaceHistoryEntry = true }
        );

    protected static string[] List(string? words) => ChosenInAddress.Split(words);
}
