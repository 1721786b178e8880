-- The customer database of chapter 4.1, one file. Days are days of the firm; money has one currency; text is as it was given.
-- more: what a file held beyond the columns named here, as JSON; extra_columns lists the names in the order they came.
-- A reference is checked when a row is written; people are removed by writing the file anew without them (see erasing.py).

CREATE TABLE schema_version (version INTEGER NOT NULL);

CREATE TABLE extra_columns (
    table_name VARCHAR NOT NULL,
    column_name VARCHAR NOT NULL,
    place INTEGER NOT NULL,
    PRIMARY KEY (table_name, column_name)
);

CREATE TABLE channels (
    channel VARCHAR PRIMARY KEY CHECK (channel <> '' AND channel = trim(channel)),
    more JSON
);

-- Who she is: identity, demographics, psychographics, how she was won; her dealings are in orders and contacts.
CREATE TABLE customers (
    customer_id VARCHAR PRIMARY KEY CHECK (customer_id <> '' AND customer_id = trim(customer_id)),
    kind VARCHAR CHECK (kind IN ('person', 'company', 'erased')),
    name VARCHAR,
    phone VARCHAR,
    email VARCHAR,
    address VARCHAR,
    id_number VARCHAR,
    tax_code VARCHAR,
    account_no VARCHAR,
    birthday VARCHAR,
    gender VARCHAR,
    province VARCHAR,
    household_id VARCHAR,
    occupation VARCHAR,
    income DOUBLE CHECK (income >= 0),
    needs_group VARCHAR,
    lifestyle VARCHAR,
    attitude DOUBLE,
    willingness DOUBLE CHECK (willingness BETWEEN 0 AND 1),
    wallet DOUBLE CHECK (wallet >= 0),
    acquisition_channel VARCHAR,
    acquired_on DATE,
    note VARCHAR,
    more JSON
);

-- One row per customer known to have stopped: how won, how long active, her pattern, why she stopped.
CREATE TABLE inactive (
    customer_id VARCHAR PRIMARY KEY REFERENCES customers (customer_id),
    acquisition_channel VARCHAR,
    active_from DATE,
    active_until DATE NOT NULL,
    pattern VARCHAR CHECK (pattern IN ('once', 'occasional', 'regular')),
    exit_reason VARCHAR,
    note VARCHAR,
    more JSON,
    CHECK (active_until >= active_from)
);

-- Not yet customers: which segment they resemble, what they need, how well our differentiated product meets it.
CREATE TABLE prospects (
    prospect_id VARCHAR PRIMARY KEY CHECK (prospect_id <> '' AND prospect_id = trim(prospect_id)),
    customer_id VARCHAR REFERENCES customers (customer_id),
    name VARCHAR,
    phone VARCHAR,
    email VARCHAR,
    address VARCHAR,
    profile VARCHAR,
    need VARCHAR,
    source VARCHAR,
    found_on DATE,
    product VARCHAR,
    fit DOUBLE CHECK (fit BETWEEN 0 AND 1),
    note VARCHAR,
    more JSON
);

CREATE TABLE identities (
    source VARCHAR NOT NULL,
    record_id VARCHAR NOT NULL CHECK (record_id <> '' AND record_id = trim(record_id)),
    customer_id VARCHAR NOT NULL REFERENCES customers (customer_id),
    recorded_on DATE,
    name VARCHAR,
    phone VARCHAR,
    email VARCHAR,
    address VARCHAR,
    birthday VARCHAR,
    id_number VARCHAR,
    tax_code VARCHAR,
    account_no VARCHAR,
    confidence DOUBLE CHECK (confidence BETWEEN 0 AND 1),
    reason VARCHAR,
    more JSON,
    PRIMARY KEY (source, record_id)
);

-- A negative amount is money given back. order_id is made from the row where a file has none.
CREATE TABLE orders (
    order_id VARCHAR PRIMARY KEY CHECK (order_id <> '' AND order_id = trim(order_id)),
    customer_id VARCHAR NOT NULL REFERENCES customers (customer_id),
    date TIMESTAMP NOT NULL,
    amount DOUBLE NOT NULL CHECK (isfinite(amount)),
    direct_cost DOUBLE CHECK (isfinite(direct_cost)),
    quantity DOUBLE CHECK (quantity >= 0),
    product VARCHAR,
    brand VARCHAR,
    channel VARCHAR,
    note VARCHAR,
    more JSON
);

CREATE TABLE contacts (
    contact_id VARCHAR PRIMARY KEY CHECK (contact_id <> '' AND contact_id = trim(contact_id)),
    customer_id VARCHAR NOT NULL REFERENCES customers (customer_id),
    date TIMESTAMP NOT NULL,
    channel VARCHAR REFERENCES channels (channel),
    direction VARCHAR CHECK (direction IN ('in', 'out')),
    purpose VARCHAR,
    minutes DOUBLE CHECK (minutes >= 0),
    answered INTEGER CHECK (answered IN (0, 1)),
    note VARCHAR,
    more JSON
);

CREATE TABLE feedback (
    feedback_id VARCHAR PRIMARY KEY CHECK (feedback_id <> '' AND feedback_id = trim(feedback_id)),
    customer_id VARCHAR NOT NULL REFERENCES customers (customer_id),
    date TIMESTAMP NOT NULL,
    kind VARCHAR,
    topic VARCHAR,
    rating DOUBLE,
    resolved_on DATE,
    compensation DOUBLE CHECK (compensation >= 0),
    satisfied INTEGER CHECK (satisfied IN (0, 1)),
    note VARCHAR,
    more JSON
);

-- record_id: on which record or form she said so; '' where only one answer is kept per customer and channel.
CREATE TABLE permissions (
    customer_id VARCHAR NOT NULL REFERENCES customers (customer_id),
    channel VARCHAR NOT NULL REFERENCES channels (channel),
    record_id VARCHAR NOT NULL DEFAULT '',
    allowed INTEGER NOT NULL CHECK (allowed IN (0, 1)),
    preferred INTEGER CHECK (preferred IN (0, 1)),
    max_per_month DOUBLE CHECK (max_per_month >= 0),
    since DATE,
    more JSON,
    PRIMARY KEY (customer_id, channel, record_id)
);

CREATE TABLE campaigns (
    campaign_id VARCHAR PRIMARY KEY CHECK (campaign_id <> '' AND campaign_id = trim(campaign_id)),
    name VARCHAR,
    channel VARCHAR REFERENCES channels (channel),
    sent_on DATE,
    cost DOUBLE CHECK (cost >= 0),
    note VARCHAR,
    more JSON
);

-- Who was in a campaign's trial: treated 1, control group 0.
CREATE TABLE trial (
    campaign_id VARCHAR NOT NULL REFERENCES campaigns (campaign_id),
    customer_id VARCHAR NOT NULL REFERENCES customers (customer_id),
    record_id VARCHAR NOT NULL DEFAULT '',
    sent_on DATE,
    treated INTEGER NOT NULL CHECK (treated IN (0, 1)),
    responded INTEGER CHECK (responded IN (0, 1)),
    amount DOUBLE CHECK (isfinite(amount)),
    cost DOUBLE CHECK (cost >= 0),
    more JSON,
    PRIMARY KEY (campaign_id, customer_id, record_id)
);

-- That somebody was erased, never who.
CREATE TABLE erasures (
    erasure_id INTEGER PRIMARY KEY,
    erased_on DATE NOT NULL,
    rows_removed INTEGER NOT NULL CHECK (rows_removed >= 0),
    months_kept INTEGER NOT NULL CHECK (months_kept >= 0)
);

INSERT INTO schema_version VALUES (1);
INSERT INTO channels (channel) VALUES ('shop'), ('phone'), ('email'), ('app'), ('web'), ('sms'), ('chat'), ('post'), ('visit'), ('social');
