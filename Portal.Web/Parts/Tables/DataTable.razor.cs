using System.Collections.ObjectModel;
using Microsoft.AspNetCore.Components;

namespace Portal.Web.Parts;

public sealed partial class DataTable<TRow> : ComponentBase
{
    private readonly Collection<Column<TRow>> _columns = [];
    private SteadyOrder<TRow, object> _steady = default!;
    private SortOrder? _arrangedBy;
    private IReadOnlyList<TRow> _sorted = [];
    private List<TRow> _rows = [];
    private List<TRow> _more = [];

    /// <summary>What the table is of, for those who hear it.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    [Parameter, EditorRequired]
    public IReadOnlyList<TRow> Items { get; set; } = [];

    [Parameter, EditorRequired]
    public Func<TRow, object> Key { get; set; } = default!;

    /// <summary>The order asked for in the address.</summary>
    [Parameter]
    public string? Sort { get; set; }

    /// <summary>The order when the address asks for none; the items' own without.</summary>
    [Parameter]
    public string? DefaultSort { get; set; }

    [Parameter]
    public string SortQuery { get; set; } = "sort";

    /// <summary>The first few of a longer table: they stand in the default order, whatever the address asks for.</summary>
    [Parameter]
    public bool IsExcerpt { get; set; }

    /// <summary>Scrolls within the page, under its own header.</summary>
    [Parameter]
    public bool Tall { get; set; }

    [Parameter]
    public string? Css { get; set; }

    /// <summary>The columns.</summary>
    [Parameter, EditorRequired]
    public RenderFragment ChildContent { get; set; } = default!;

    private SortOrder? Order => SortOrder.Read(Sort) ?? SortOrder.Read(DefaultSort);

    internal void Add(Column<TRow> column)
    {
        _columns.Add(column);
        if (column.Sort is not null && column.Sort == Order?.Column)
        {
            Arrange();
        }

        StateHasChanged();
    }

    internal void Remove(Column<TRow> column) => _columns.Remove(column);

    protected override void OnInitialized() => _steady = new(row => Key(row));

    protected override void OnParametersSet()
    {
        // The headings lie in the table: whoever chooses an order has the pointer on it.
        if (_arrangedBy != Order)
        {
            _arrangedBy = Order;
            _steady.Forget();
        }

        Arrange();
    }

    private void Hold() => _steady.Hold(Time.GetUtcNow());

    private void Release()
    {
        _steady.Release();
        Arrange();
    }

    private void Arrange()
    {
        var by = _columns.FirstOrDefault(column => column.Sort == Order?.Column)?.By;
        _sorted = by is null || Order is null ? Items : Order.Value.Arrange(Items, by);
        var arranged = _steady.Arrange(_sorted, Time.GetUtcNow());
        _rows = [.. arranged.Take(Tall && !RendererInfo.IsInteractive ? Served : AlwaysDrawn)];
        _more = RendererInfo.IsInteractive ? [.. arranged.Skip(AlwaysDrawn)] : [];
    }

    private bool IsDescending(Column<TRow> column) =>
        Order?.Column == column.Sort ? Order!.Value.Descending : column.LargestFirst;

    private string? Direction(Column<TRow> column) =>
        column.Sort is null || Order?.Column != column.Sort ? null
        : Order!.Value.Descending ? "descending"
        : "ascending";

    private string SortAddress(Column<TRow> column)
    {
        var descending = Order?.Column == column.Sort ? !Order!.Value.Descending : column.LargestFirst;
        return Navigation.GetUriWithQueryParameter(SortQuery, new SortOrder(column.Sort!, descending).ToString());
    }
}
