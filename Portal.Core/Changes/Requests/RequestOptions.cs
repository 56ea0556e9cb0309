using System.ComponentModel.DataAnnotations;

namespace Portal.Core.Changes.Requests;

/// <summary>How much one request holds.</summary>
public sealed class RequestOptions
{
    public const string Section = "Portal:Requests";

    /// <summary>Resources of one change, from the form, the API and files alike.</summary>
    [Range(1, 500)]
    public int MostResources { get; set; } = 50;
}
