/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

/** Names of the flowfile attributes that the components read and write, each with its description for the documentation. */
final class MimirAttributes {
    static final String ERROR = "mimir.error";
    static final String ERROR_DESC =
            "What was wrong with the content: where, what was found, what was expected. Only on failure and ambiguous.";

    static final String READING_PREFIX = "mimir.reading.";
    static final String READING_DESC =
            "A way to read the content, the likeliest numbered 1: what it assumes, what settles it, and its first rows. Only on ambiguous.";

    static final String SOURCE = "mimir.source";
    static final String SOURCE_DESC = "The kind of source that the dataset was read from: csv, excel, json";

    static final String RECORD_COUNT = "record.count";
    static final String RECORD_COUNT_DESC = "Number of rows";

    static final String REJECTED_COUNT = "mimir.rejected.count";
    static final String REJECTED_COUNT_DESC = "Number of rows that the model could not take";

    static final String COLUMN_COUNT = "mimir.column.count";
    static final String COLUMN_COUNT_DESC = "Number of columns";

    static final String TABLE = "mimir.table";
    static final String TABLE_DESC = "Name of the table, such as the sheet. Only where the content holds several.";

    static final String FRAGMENT_IDENTIFIER = "fragment.identifier";
    static final String FRAGMENT_IDENTIFIER_DESC =
            "Identity of the content that the table is part of. Only where it holds several.";

    static final String FRAGMENT_INDEX = "fragment.index";
    static final String FRAGMENT_INDEX_DESC =
            "Place of the table in its content, counted from 0. Only where it holds several.";

    static final String FRAGMENT_COUNT = "fragment.count";
    static final String FRAGMENT_COUNT_DESC = "Number of tables in the content. Only where it holds several.";

    static final String OTHER_TABLES = "mimir.other.tables";
    static final String OTHER_TABLES_DESC =
            "Where further tables begin on the sheet, such as Stock!A34, separated by commas: what Sheet Name has to be to read them. "
                    + "Only where there are some.";

    static final String AMBIGUOUS_COLUMNS = "mimir.ambiguous.columns";
    static final String AMBIGUOUS_COLUMNS_DESC =
            "Columns that can be read in several ways, such as dates of which none has a day after the 12th, separated by commas";

    static final String TIME_SERIES_DATE_COLUMN = "mimir.timeseries.date.column";
    static final String TIME_SERIES_DATE_COLUMN_DESC =
            "Name of the date column. Only where the dataset is a time series.";

    static final String TIME_SERIES_METRIC_COLUMNS = "mimir.timeseries.metric.columns";
    static final String TIME_SERIES_METRIC_COLUMNS_DESC = "Names of the metric columns, separated by commas";

    static final String TIME_SERIES_ENTITY_COLUMNS = "mimir.timeseries.entity.columns";
    static final String TIME_SERIES_ENTITY_COLUMNS_DESC =
            "Names of the columns that tell stacked series apart, separated by commas; empty for a single series";

    static final String TIME_SERIES_FREQUENCY = "mimir.timeseries.frequency";
    static final String TIME_SERIES_FREQUENCY_DESC = "hourly, daily, weekly, irregular and so on";

    static final String TIME_SERIES_COUNT = "mimir.timeseries.count";
    static final String TIME_SERIES_COUNT_DESC = "Number of stacked series";

    static final String MIME_TYPE_DESC = "The media type of the content";

    static final String ONTOLOGY = "mimir.ontology";
    static final String ONTOLOGY_DESC = "The ontology that models, jobs and alerts belong to";

    static final String TRAINING_KEY = "mimir.training.key";
    static final String TRAINING_KEY_DESC =
            "Identity of the training, made from ontology, data and settings; the same training twice has the same key";

    static final String TRAINING_REPEATED = "mimir.training.repeated";
    static final String TRAINING_REPEATED_DESC =
            "true where this training had been done before and its stored report was given out again";

    static final String MODELS_CREATED = "mimir.models.created";
    static final String MODELS_CREATED_DESC = "Number of models that were trained and registered";

    static final String JOBS_CREATED = "mimir.monitoring.jobs.created";
    static final String JOBS_CREATED_DESC = "Number of monitoring jobs that were set up";

    static final String MODEL_ID = "mimir.model.id";
    static final String MODEL_ID_DESC = "Identity of the model";

    static final String MODEL_VERSION = "mimir.model.version";
    static final String MODEL_VERSION_DESC = "Version of the model, counted from 1 for each ontology and target";

    static final String MODEL_TARGET = "mimir.model.target";
    static final String MODEL_TARGET_DESC = "Name of the column that the model predicts";

    static final String MODEL_TYPE = "mimir.model.type";
    static final String MODEL_TYPE_DESC = "classification, regression or forecasting";

    static final String MODEL_STATE = "mimir.model.state";
    static final String MODEL_STATE_DESC = "champion, challenger, retired or rejected";

    static final String MODEL_SHA256 = "mimir.model.sha256";
    static final String MODEL_SHA256_DESC = "SHA-256 of the content, by which PutModel knows whether it arrived whole";

    static final String MODEL_ACTIVE = "mimir.model.active";
    static final String MODEL_ACTIVE_DESC =
            "true where the model is the champion, the one that ApplyModel takes; false where it does not beat the champion or the naive baseline";

    static final String JOB_ID = "mimir.job.id";
    static final String JOB_ID_DESC = "Identity of the monitoring job";

    static final String JOB_STATUS = "mimir.job.status";
    static final String JOB_STATUS_DESC = "success, caught_up, failed, or stored where no job looked at a dataset";

    static final String SCHEDULED_FOR = "mimir.scheduled.for";
    static final String SCHEDULED_FOR_DESC = "The instant that the run was due at, ISO 8601";

    static final String JOB_NAME = "mimir.job.name";
    static final String JOB_NAME_DESC = "Name of the job";

    static final String PIPELINE_ID = "mimir.pipeline.id";
    static final String PIPELINE_ID_DESC = "What the job starts";

    static final String CAUGHT_UP = "mimir.caught.up";
    static final String CAUGHT_UP_DESC =
            "true where nothing ran at the instant that the run was due at, and it is made up for";

    static final String ATTEMPT = "mimir.attempt";
    static final String ATTEMPT_DESC = "1 for the first try, counted on after a try that the end of NiFi cut off";

    static final String MISSED = "mimir.missed";
    static final String MISSED_DESC = "How many occurrences right before this one are not run";

    static final String OCCURRENCE_KEY = "mimir.occurrence.key";
    static final String OCCURRENCE_KEY_DESC =
            "Identity of the occurrence; a repetition after a crash carries the same key, so DetectDuplicate can drop it";

    static final String OCCURRENCE_REPEATED = "mimir.occurrence.repeated";
    static final String OCCURRENCE_REPEATED_DESC =
            "true where the occurrence was handed out before and NiFi may have lost it in a crash";

    static final String POINTS_RECEIVED = "mimir.points.received";
    static final String POINTS_RECEIVED_DESC = "Points of the dataset. Only where a dataset came in.";

    static final String ROWS_SCORED = "mimir.rows.scored";
    static final String ROWS_SCORED_DESC =
            "Rows of the dataset that models were applied to. Only where there was one that fits.";

    static final String POINTS_CHANGED = "mimir.points.changed";
    static final String POINTS_CHANGED_DESC =
            "Points that were new to the store or had another value. Only where a dataset came in.";

    static final String ALERT_ID = "mimir.alert.id";
    static final String ALERT_ID_DESC =
            "Identity of the alert, the same from its beginning to its end; where the message tells of several, all of them, separated by commas";

    static final String ALERT_COUNT = "mimir.alert.count";
    static final String ALERT_COUNT_DESC = "How many alerts the message tells of";

    static final String ALERT_EVENT = "mimir.alert.event";
    static final String ALERT_EVENT_DESC =
            "What came to pass: raised, reopened, worsened (its severity has risen), escalated (nobody has acknowledged it in time), resolved or dismissed";

    static final String ALERT_CHANNELS = "mimir.alert.channels";
    static final String ALERT_CHANNELS_DESC =
            "Whom the rules of the alerts name as their channels, separated by commas; empty where they name none";

    static final String ALERT_SMS = "mimir.alert.sms";
    static final String ALERT_SMS_DESC =
            "The message as one SMS: 160 characters of ASCII at most, or 70 where it is in another script";

    static final String ALERT_DIGEST = "mimir.alert.digest";
    static final String ALERT_DIGEST_DESC = "The facts of the message, line by line, in less than 1 KB";

    static final String ALERT_ACTION = "mimir.alert.action";
    static final String ALERT_ACTION_DESC = "What is done about the alert: acknowledge, resolve or dismiss";

    static final String ALERT_ACTOR = "mimir.alert.actor";
    static final String ALERT_ACTOR_DESC = "Who does it";

    static final String ALERT_NOTE = "mimir.alert.note";
    static final String ALERT_NOTE_DESC = "Why, in a few words";

    static final String PRIORITY_DESC =
            "1 for critical to 4 for low, so that NiFi's PriorityAttributePrioritizer sends the most urgent first over a bad link";

    static final String ALERT_KEY = "mimir.alert.key";
    static final String ALERT_KEY_DESC =
            "Identity of this message; a repetition after a crash carries the same key, so DetectDuplicate can drop it";

    static final String ALERT_REPEATED = "mimir.alert.repeated";
    static final String ALERT_REPEATED_DESC =
            "true where the message was handed out before and NiFi may have lost it in a crash";

    static final String ALERT_SEVERITY = "mimir.alert.severity";
    static final String ALERT_SEVERITY_DESC = "low, medium, high or critical";

    static final String ALERT_STATUS = "mimir.alert.status";
    static final String ALERT_STATUS_DESC = "The state of the alert: active, acknowledged, resolved or dismissed";

    static final String ALERT_TITLE = "mimir.alert.title";
    static final String ALERT_TITLE_DESC = "What and where, in one line";

    static final String DATASET_NAME = "mimir.dataset.name";
    static final String DATASET_NAME_DESC =
            "What the dataset is kept as, such as: pipeline daily-news-scraper, scraped_articles";

    static final String DATASET_VERSION = "mimir.dataset.version";
    static final String DATASET_VERSION_DESC = "Version of the dataset, counted from 1 for each name";

    static final String HTTP_STATUS = "http.status.code";
    static final String HTTP_STATUS_DESC = "The status of HTTP that a request is to be answered with";

    static final String HTTP_LOCATION = "mimir.http.location";
    static final String HTTP_LOCATION_DESC =
            "Address of what the answer is about, for the header Location; empty where there is none";

    static final String REQUEST_ID = "mimir.request.id";
    static final String REQUEST_ID_DESC = "Identity of the request for training, under which its outcome is kept";

    static final String REQUEST_WAITING = "mimir.request.waiting";
    static final String REQUEST_WAITING_DESC =
            "Whether the client waits for the report; false where it was told where to ask for it";

    static final String JSON = "application/json";

    private MimirAttributes() {}
}
