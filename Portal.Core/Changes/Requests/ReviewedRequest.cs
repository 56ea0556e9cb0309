namespace Portal.Core.Changes.Requests;

/// <summary>A request with which nothing is wrong, and what the store knows of it.</summary>
internal sealed record ReviewedRequest(ChangeDraft Draft, DraftReading Known);
